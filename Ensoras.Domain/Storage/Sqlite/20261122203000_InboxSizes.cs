using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ensoras.Domain.Storage.Sqlite
{
    /// <summary>Written by hand: nothing of it is in the model.</summary>
    [DbContext(typeof(SqliteDb))]
    [Migration("20261122203000_InboxSizes")]
    public sealed class InboxSizes : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddInboxSizes();
    }
}
