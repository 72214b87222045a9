using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ensoras.Domain.Storage.Sqlite
{
    /// <inheritdoc />
    public partial class Workflows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "WorkflowsFrom",
                table: "Tickets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "WorkflowRuns",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TicketId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    WorkflowId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    WorkflowName = table.Column<string>(type: "TEXT", nullable: false),
                    MessageNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Executed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WorkflowRuns_Tickets_TicketId",
                        column: x => x.TicketId,
                        principalTable: "Tickets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Workflows",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProjectId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    IsOn = table.Column<bool>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    AnyIsEnough = table.Column<bool>(type: "INTEGER", nullable: false),
                    Conditions = table.Column<string>(type: "TEXT", nullable: false),
                    Steps = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Workflows", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Workflows_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Tickets_WorkflowsFrom",
                table: "Tickets",
                column: "WorkflowsFrom",
                filter: "\"WorkflowsFrom\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowRuns_Matched",
                table: "WorkflowRuns",
                columns: new[] { "WorkflowId", "TicketId" },
                filter: "\"Executed\"");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowRuns_TicketId_MessageNumber_WorkflowId",
                table: "WorkflowRuns",
                columns: new[] { "TicketId", "MessageNumber", "WorkflowId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Workflows_ProjectId_Position",
                table: "Workflows",
                columns: new[] { "ProjectId", "Position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WorkflowRuns");

            migrationBuilder.DropTable(
                name: "Workflows");

            migrationBuilder.DropIndex(
                name: "IX_Tickets_WorkflowsFrom",
                table: "Tickets");

            migrationBuilder.DropColumn(
                name: "WorkflowsFrom",
                table: "Tickets");
        }
    }
}
