using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ensoras.Domain.Storage.Postgres
{
    /// <summary>Written by hand: nothing of it is in the model.</summary>
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122181500_TicketSearch")]
    public sealed class TicketSearch : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddTicketsSearchVector();
            migrationBuilder.AddTicketListIndexes();
        }
    }
}
