using Microsoft.EntityFrameworkCore.Migrations;

namespace Ensoras.Domain.Storage;

/// <summary>
/// The full-text indexes, which the model cannot express. They hold words that were cut and folded in C#
/// (<c>SearchIndexing</c>), so their tokenizers do nothing but split at blanks, and both databases find the same.
/// </summary>
internal static class FullText
{
    private const string Plain = "tokenize=\"ascii tokenchars '.=~'\"";

    /// <summary>FTS5 without content: texts are shown from where they stand.</summary>
    public static void AddFts5(this MigrationBuilder migration)
    {
        migration.Sql(
            $"""
            CREATE VIRTUAL TABLE passages_fts USING fts5("Title", "Heading", "Text", content='', contentless_delete=1, {Plain});
            """);
        migration.Sql(
            """
            CREATE TRIGGER passages_fts_delete AFTER DELETE ON "Passages" BEGIN
              DELETE FROM passages_fts WHERE rowid = old."Id";
            END;
            """);
        migration.Sql(
            $"""
            CREATE VIRTUAL TABLE ticket_search USING fts5("Title", "Customer", "Body", content='', contentless_delete=1, prefix='3 4', {Plain});
            """);
        migration.Sql("""CREATE TABLE ticket_search_words ("Word" TEXT PRIMARY KEY) WITHOUT ROWID;""");
    }

    /// <summary>Vectors with GIN indexes.</summary>
    public static void AddVectors(this MigrationBuilder migration)
    {
        migration.Sql(
            """
            ALTER TABLE "Passages" ADD COLUMN "SearchVector" tsvector NOT NULL DEFAULT '';
            CREATE INDEX "IX_Passages_SearchVector" ON "Passages" USING gin ("SearchVector");
            CREATE TABLE "TicketSearch" ("Key" bigint PRIMARY KEY, "Vector" tsvector NOT NULL);
            CREATE INDEX "IX_TicketSearch_Vector" ON "TicketSearch" USING gin ("Vector");
            """);
    }

    /// <summary>
    /// What the list of all tickets is read along: the newest conversation first, for one status, person or team; and
    /// by age.
    /// </summary>
    public static void AddTicketListIndexes(this MigrationBuilder migration)
    {
        migration.Sql(
            """CREATE INDEX "IX_Tickets_OfStatus" ON "Tickets" ("ProjectId", "Status", "LastMessageAt", "Number");""");
        migration.Sql(
            """CREATE INDEX "IX_Tickets_OfAssignee" ON "Tickets" ("ProjectId", "AssigneeId", "LastMessageAt", "Number") WHERE "AssigneeId" IS NOT NULL;""");
        migration.Sql(
            """CREATE INDEX "IX_Tickets_OfTeam" ON "Tickets" ("ProjectId", "TeamId", "LastMessageAt", "Number") WHERE "TeamId" IS NOT NULL;""");
        migration.Sql("""CREATE INDEX "IX_Tickets_Created" ON "Tickets" ("ProjectId", "CreatedAt", "Number");""");
        migration.Sql("""CREATE INDEX "IX_ToolCalls_Name" ON "ToolCalls" ("Name");""");
    }
}
