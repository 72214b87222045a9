using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ensoras.Domain.Storage.Sqlite
{
    /// <inheritdoc />
    public partial class TicketOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Tickets_ProjectId_Status_StatusSince",
                table: "Tickets");

            migrationBuilder.CreateIndex(
                name: "IX_Tickets_ProjectId_AssigneeId",
                table: "Tickets",
                columns: new[] { "ProjectId", "AssigneeId" },
                filter: "\"AssigneeId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Tickets_ProjectId_CreatedAt_Number",
                table: "Tickets",
                columns: new[] { "ProjectId", "CreatedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Tickets_ProjectId_Priority_Number",
                table: "Tickets",
                columns: new[] { "ProjectId", "Priority", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Tickets_ProjectId_Status_StatusSince_Number",
                table: "Tickets",
                columns: new[] { "ProjectId", "Status", "StatusSince", "Number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Tickets_ProjectId_AssigneeId",
                table: "Tickets");

            migrationBuilder.DropIndex(
                name: "IX_Tickets_ProjectId_CreatedAt_Number",
                table: "Tickets");

            migrationBuilder.DropIndex(
                name: "IX_Tickets_ProjectId_Priority_Number",
                table: "Tickets");

            migrationBuilder.DropIndex(
                name: "IX_Tickets_ProjectId_Status_StatusSince_Number",
                table: "Tickets");

            migrationBuilder.CreateIndex(
                name: "IX_Tickets_ProjectId_Status_StatusSince",
                table: "Tickets",
                columns: new[] { "ProjectId", "Status", "StatusSince" });
        }
    }
}
