using System.Text;
using Ensoras.Domain.Import;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Import;

internal static class ImportedFile
{
    public static Task<ImportReport> ImportAsync(this World world, string content, Encoding? encoding = null) =>
        world.ImportAsync((encoding ?? new UTF8Encoding(false)).GetBytes(content));

    public static Task<ImportReport> ImportAsync(this World world, byte[] content) =>
        world.Get<Importer>().ImportAsync(new MemoryStream(content), world.Project.Id, null, CancellationToken.None);

    /// <summary>One conversation of a customer's single message.</summary>
    public static string Conversation(string id, string text = "Hello", string more = "") =>
        $$"""{"id": "{{id}}", "customer": "Lina {{id}}", "subject": "Filter", {{more}} "messages": [{"sender": "customer", "text": "{{text}}"}]}""";
}
