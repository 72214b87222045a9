using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ensoras.Domain.Storage.Sqlite
{
    /// <inheritdoc />
    public partial class OneCustomerPerExternalId : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_ProjectId_ExternalId",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_ProjectId_ExternalId",
                table: "Customers",
                columns: new[] { "ProjectId", "ExternalId" },
                unique: true,
                filter: "\"ExternalId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Customers_ProjectId_ExternalId",
                table: "Customers");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_ProjectId_ExternalId",
                table: "Customers",
                columns: new[] { "ProjectId", "ExternalId" });
        }
    }
}
