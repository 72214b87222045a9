using Microsoft.EntityFrameworkCore.Migrations;

namespace Ensoras.Domain.Storage;

/// <summary>
/// How many tickets wait in each project's Inbox, kept by triggers in the transaction that changes them, so that the
/// badge costs one row however many wait. Only in SQLite, which has one writer: in PostgreSQL that row would be what
/// all writers wait for, so it counts an index.
/// </summary>
internal static class InboxSize
{
    public static void AddInboxSizes(this MigrationBuilder migration)
    {
        migration.Sql(
            """CREATE TABLE inbox_sizes ("ProjectId" BLOB PRIMARY KEY, "Waiting" INTEGER NOT NULL) WITHOUT ROWID;""");
        migration.Sql(
            """
            INSERT INTO inbox_sizes SELECT "ProjectId", count(*) FROM "Tickets" WHERE "InboxRank" IS NOT NULL GROUP BY "ProjectId";
            """);
        migration.Sql(
            """
            CREATE TRIGGER inbox_size_insert AFTER INSERT ON "Tickets" WHEN new."InboxRank" IS NOT NULL BEGIN
              INSERT INTO inbox_sizes VALUES (new."ProjectId", 1) ON CONFLICT DO UPDATE SET "Waiting" = "Waiting" + 1;
            END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER inbox_size_update AFTER UPDATE OF "InboxRank" ON "Tickets" WHEN (old."InboxRank" IS NULL) <> (new."InboxRank" IS NULL) BEGIN
              INSERT INTO inbox_sizes VALUES (new."ProjectId", 1) ON CONFLICT DO UPDATE SET "Waiting" = "Waiting" + iif(new."InboxRank" IS NULL, -1, 1);
            END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER inbox_size_delete AFTER DELETE ON "Tickets" WHEN old."InboxRank" IS NOT NULL BEGIN
              UPDATE inbox_sizes SET "Waiting" = "Waiting" - 1 WHERE "ProjectId" = old."ProjectId";
            END;
            """);
    }
}
