using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ensoras.Domain.Storage;

/// <summary>
/// The migration of what the model cannot express, kept apart so that the baseline stays purely generated.
/// </summary>
[DbContext(typeof(PostgresDb))]
[Migration("20261127000001_Indexes")]
internal sealed class PostgresIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddVectors();
        migrationBuilder.AddTicketListIndexes();
    }
}
