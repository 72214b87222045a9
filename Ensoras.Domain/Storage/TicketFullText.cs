using Microsoft.EntityFrameworkCore.Migrations;

namespace Ensoras.Domain.Storage;

/// <summary>
/// The search over tickets: an entry for each message that the customer has seen or that is a note, with the ticket's title and the
/// customer's name and address beside it, so that all words may stand in different places. Kept by triggers in the same transaction.
/// </summary>
internal static class TicketFullText
{
    private const string EntriesOfCustomer = """IN (SELECT e."Id" FROM ticket_search_entries e JOIN "Tickets" t ON t."Id" = e."TicketId" WHERE t."CustomerId" = new."Id")""";

    /// <summary>FTS5. Its texts are not stored twice: a view finds them. Entries are numbered in a table, because SQLite may renumber rows that are keyed otherwise.</summary>
    public static void AddTicketsFts5(this MigrationBuilder migration)
    {
        migration.Sql("""CREATE TABLE ticket_search_entries ("Id" INTEGER PRIMARY KEY, "TicketId" BLOB NOT NULL, "MessageId" BLOB NOT NULL);""");
        migration.Sql(
            """
            CREATE VIEW ticket_search_texts AS
              SELECT e."Id", e."TicketId", t."Title", c."Name" || ' ' || coalesce(c."Email", '') AS "Customer", m."Body"
              FROM ticket_search_entries e JOIN "Messages" m ON m."Id" = e."MessageId" JOIN "Tickets" t ON t."Id" = e."TicketId" JOIN "Customers" c ON c."Id" = t."CustomerId";
            """);
        migration.Sql(
            """
            CREATE VIRTUAL TABLE ticket_search USING fts5("Title", "Customer", "Body", content='ticket_search_texts', content_rowid='Id', tokenize='porter unicode61 remove_diacritics 2');
            """);
        migration.Sql(
            """
            INSERT INTO ticket_search_entries("TicketId", "MessageId") SELECT "TicketId", "Id" FROM "Messages" WHERE "ShownNumber" IS NOT NULL OR "IsNote" ORDER BY "CreatedAt";
            """);
        migration.Sql("""CREATE INDEX ticket_search_entries_ticket ON ticket_search_entries("TicketId");""");
        migration.Sql("INSERT INTO ticket_search(ticket_search) VALUES ('rebuild');");
        migration.Sql(
            $"""
            CREATE TRIGGER ticket_search_insert AFTER INSERT ON "Messages" WHEN new."ShownNumber" IS NOT NULL OR new."IsNote" BEGIN {AddEntry} END;
            """);
        migration.Sql(
            $"""
            CREATE TRIGGER ticket_search_shown AFTER UPDATE OF "ShownNumber" ON "Messages" WHEN old."ShownNumber" IS NULL AND new."ShownNumber" IS NOT NULL AND NOT new."IsNote" BEGIN {AddEntry} END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER ticket_search_delete BEFORE DELETE ON "Messages" BEGIN
              INSERT INTO ticket_search(ticket_search, rowid, "Title", "Customer", "Body")
                SELECT 'delete', x."Id", x."Title", x."Customer", x."Body" FROM ticket_search_texts x JOIN ticket_search_entries e ON e."Id" = x."Id" WHERE e."TicketId" = old."TicketId" AND e."MessageId" = old."Id";
              DELETE FROM ticket_search_entries WHERE "TicketId" = old."TicketId" AND "MessageId" = old."Id";
            END;
            """);
        migration.Sql(
            $"""
            CREATE TRIGGER ticket_search_customer AFTER UPDATE OF "Name", "Email" ON "Customers" WHEN old."Name" IS NOT new."Name" OR old."Email" IS NOT new."Email" BEGIN
              INSERT INTO ticket_search(ticket_search, rowid, "Title", "Customer", "Body")
                SELECT 'delete', x."Id", x."Title", old."Name" || ' ' || coalesce(old."Email", ''), x."Body" FROM ticket_search_texts x WHERE x."Id" {EntriesOfCustomer};
              INSERT INTO ticket_search(rowid, "Title", "Customer", "Body") SELECT "Id", "Title", "Customer", "Body" FROM ticket_search_texts WHERE "Id" {EntriesOfCustomer};
            END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER ticket_search_title AFTER UPDATE OF "Title" ON "Tickets" WHEN old."Title" IS NOT new."Title" BEGIN
              INSERT INTO ticket_search(ticket_search, rowid, "Title", "Customer", "Body")
                SELECT 'delete', "Id", old."Title", "Customer", "Body" FROM ticket_search_texts WHERE "TicketId" = new."Id";
              INSERT INTO ticket_search(rowid, "Title", "Customer", "Body") SELECT "Id", "Title", "Customer", "Body" FROM ticket_search_texts WHERE "TicketId" = new."Id";
            END;
            """);
        migration.Sql(
            """
            CREATE TRIGGER ticket_search_owner AFTER UPDATE OF "CustomerId" ON "Tickets" WHEN old."CustomerId" IS NOT new."CustomerId" BEGIN
              INSERT INTO ticket_search(ticket_search, rowid, "Title", "Customer", "Body")
                SELECT 'delete', x."Id", x."Title", c."Name" || ' ' || coalesce(c."Email", ''), x."Body" FROM ticket_search_texts x JOIN "Customers" c ON c."Id" = old."CustomerId" WHERE x."TicketId" = new."Id";
              INSERT INTO ticket_search(rowid, "Title", "Customer", "Body") SELECT "Id", "Title", "Customer", "Body" FROM ticket_search_texts WHERE "TicketId" = new."Id";
            END;
            """);
    }

    private const string AddEntry =
        """
        INSERT INTO ticket_search_entries("TicketId", "MessageId") VALUES (new."TicketId", new."Id");
        INSERT INTO ticket_search(rowid, "Title", "Customer", "Body") SELECT "Id", "Title", "Customer", "Body" FROM ticket_search_texts WHERE "Id" = last_insert_rowid();
        """;

    /// <summary>A table of vectors with a GIN index. Words are cut as in SQLite, stemmed, and none is left out as too common: a customer may be called Will.</summary>
    public static void AddTicketsSearchVector(this MigrationBuilder migration)
    {
        migration.Sql(
            """
            CREATE TEXT SEARCH DICTIONARY ensoras_stem (TEMPLATE = snowball, LANGUAGE = english);
            CREATE TEXT SEARCH CONFIGURATION ensoras_tickets (COPY = pg_catalog.english);
            ALTER TEXT SEARCH CONFIGURATION ensoras_tickets ALTER MAPPING REPLACE english_stem WITH ensoras_stem;
            CREATE FUNCTION ensoras_words(text) RETURNS tsvector LANGUAGE sql STABLE AS $$ SELECT to_tsvector('ensoras_tickets', regexp_replace(coalesce($1, ''), '[^[:alnum:]]+', ' ', 'g')) $$;
            CREATE FUNCTION ensoras_ticket_vector(ticket uuid, body text) RETURNS tsvector LANGUAGE sql STABLE AS $$
              SELECT setweight(ensoras_words(t."Title"), 'A') || setweight(ensoras_words(c."Name" || ' ' || coalesce(c."Email", '')), 'B') || setweight(ensoras_words(body), 'D')
              FROM "Tickets" t JOIN "Customers" c ON c."Id" = t."CustomerId" WHERE t."Id" = ticket $$;
            CREATE TABLE "TicketSearch" ("Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "TicketId" uuid NOT NULL, "MessageId" uuid NOT NULL, "Vector" tsvector NOT NULL);
            INSERT INTO "TicketSearch" ("TicketId", "MessageId", "Vector")
              SELECT "TicketId", "Id", ensoras_ticket_vector("TicketId", "Body") FROM "Messages" WHERE "ShownNumber" IS NOT NULL OR "IsNote" ORDER BY "CreatedAt";
            CREATE INDEX "IX_TicketSearch_Vector" ON "TicketSearch" USING gin ("Vector");
            CREATE INDEX "IX_TicketSearch_TicketId" ON "TicketSearch" ("TicketId");
            """);
        migration.Sql(
            """
            CREATE FUNCTION ensoras_search_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              INSERT INTO "TicketSearch" ("TicketId", "MessageId", "Vector") VALUES (new."TicketId", new."Id", ensoras_ticket_vector(new."TicketId", new."Body"));
              RETURN NULL;
            END $$;
            CREATE FUNCTION ensoras_search_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              DELETE FROM "TicketSearch" WHERE "TicketId" = old."TicketId" AND "MessageId" = old."Id";
              RETURN NULL;
            END $$;
            CREATE FUNCTION ensoras_search_refresh() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              UPDATE "TicketSearch" s SET "Vector" = ensoras_ticket_vector(s."TicketId", m."Body") FROM "Messages" m, "Tickets" t
              WHERE m."Id" = s."MessageId" AND t."Id" = s."TicketId" AND (t."Id" = new."Id" OR t."CustomerId" = new."Id");
              RETURN NULL;
            END $$;
            CREATE TRIGGER ticket_search_insert AFTER INSERT ON "Messages" FOR EACH ROW WHEN (new."ShownNumber" IS NOT NULL OR new."IsNote") EXECUTE FUNCTION ensoras_search_add();
            CREATE TRIGGER ticket_search_shown AFTER UPDATE OF "ShownNumber" ON "Messages" FOR EACH ROW
              WHEN (old."ShownNumber" IS NULL AND new."ShownNumber" IS NOT NULL AND NOT new."IsNote") EXECUTE FUNCTION ensoras_search_add();
            CREATE TRIGGER ticket_search_delete AFTER DELETE ON "Messages" FOR EACH ROW EXECUTE FUNCTION ensoras_search_delete();
            CREATE TRIGGER ticket_search_customer AFTER UPDATE OF "Name", "Email" ON "Customers" FOR EACH ROW
              WHEN (old."Name" IS DISTINCT FROM new."Name" OR old."Email" IS DISTINCT FROM new."Email") EXECUTE FUNCTION ensoras_search_refresh();
            CREATE TRIGGER ticket_search_title AFTER UPDATE OF "Title", "CustomerId" ON "Tickets" FOR EACH ROW
              WHEN (old."Title" IS DISTINCT FROM new."Title" OR old."CustomerId" IS DISTINCT FROM new."CustomerId") EXECUTE FUNCTION ensoras_search_refresh();
            """);
    }

    /// <summary>What the list of all tickets is read along: the newest conversation first, for one status, person or team; and by age.</summary>
    public static void AddTicketListIndexes(this MigrationBuilder migration)
    {
        migration.Sql("""CREATE INDEX "IX_Tickets_OfStatus" ON "Tickets" ("ProjectId", "Status", "LastMessageAt", "Number");""");
        migration.Sql("""CREATE INDEX "IX_Tickets_OfAssignee" ON "Tickets" ("ProjectId", "AssigneeId", "LastMessageAt", "Number") WHERE "AssigneeId" IS NOT NULL;""");
        migration.Sql("""CREATE INDEX "IX_Tickets_OfTeam" ON "Tickets" ("ProjectId", "TeamId", "LastMessageAt", "Number") WHERE "TeamId" IS NOT NULL;""");
        migration.Sql("""CREATE INDEX "IX_Tickets_Created" ON "Tickets" ("ProjectId", "CreatedAt", "Number");""");
        migration.Sql("""CREATE INDEX "IX_ToolCalls_Name" ON "ToolCalls" ("Name");""");
    }
}
