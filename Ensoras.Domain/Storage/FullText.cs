using Microsoft.EntityFrameworkCore.Migrations;

namespace Ensoras.Domain.Storage;

/// <summary>What the model cannot say: the full-text indexes, which the databases keep up to date by themselves.</summary>
internal static class FullText
{
    /// <summary>FTS5 over <c>Passages</c>, kept by triggers.</summary>
    public static void AddPassagesFts5(this MigrationBuilder migration)
    {
        migration.Sql(
            """
            CREATE VIRTUAL TABLE passages_fts USING fts5("Title", "Heading", "Text", content='Passages', content_rowid='Id', tokenize='porter unicode61 remove_diacritics 2');
            """);
        migration.Sql(
            """
            CREATE TRIGGER passages_fts_insert AFTER INSERT ON "Passages" BEGIN
              INSERT INTO passages_fts(rowid, "Title", "Heading", "Text") VALUES (new."Id", new."Title", new."Heading", new."Text");
            END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER passages_fts_delete AFTER DELETE ON "Passages" BEGIN
              INSERT INTO passages_fts(passages_fts, rowid, "Title", "Heading", "Text") VALUES ('delete', old."Id", old."Title", old."Heading", old."Text");
            END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER passages_fts_update AFTER UPDATE ON "Passages" BEGIN
              INSERT INTO passages_fts(passages_fts, rowid, "Title", "Heading", "Text") VALUES ('delete', old."Id", old."Title", old."Heading", old."Text");
              INSERT INTO passages_fts(rowid, "Title", "Heading", "Text") VALUES (new."Id", new."Title", new."Heading", new."Text");
            END;
            """);
    }

    /// <summary>A generated tsvector on <c>Passages</c> with its index.</summary>
    public static void AddPassagesSearchVector(this MigrationBuilder migration)
    {
        migration.Sql(
            """
            ALTER TABLE "Passages" ADD COLUMN "SearchVector" tsvector GENERATED ALWAYS AS (
              setweight(to_tsvector('english', "Title"), 'A') || setweight(to_tsvector('english', "Heading"), 'B') || setweight(to_tsvector('english', "Text"), 'D')) STORED;
            """);
        migration.Sql("""CREATE INDEX "IX_Passages_SearchVector" ON "Passages" USING gin ("SearchVector");""");
    }
}
