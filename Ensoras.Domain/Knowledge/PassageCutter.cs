using System.Text;
using Markdig;
using Markdig.Syntax;

namespace Ensoras.Domain.Knowledge;

/// <summary>Cuts an article into passages: one per heading, long ones at paragraphs.</summary>
internal static class PassageCutter
{
    private const int LongestPassage = 1_200;
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static IEnumerable<Passage> Cut(Guid articleId, Guid projectId, string title, string body)
    {
        var heading = "";
        var text = new StringBuilder();
        foreach (var block in Markdown.Parse(body, Pipeline))
        {
            var plain = Plain(body, block);
            if (block is HeadingBlock || text.Length + plain.Length > LongestPassage)
            {
                if (text.Length > 0)
                {
                    yield return new Passage(articleId, projectId, title, heading, text.ToString().Trim());
                }

                text.Clear();
            }

            if (block is HeadingBlock)
            {
                heading = plain;
            }
            else
            {
                text.Append(plain).Append("\n\n");
            }
        }

        if (text.Length > 0)
        {
            yield return new Passage(articleId, projectId, title, heading, text.ToString().Trim());
        }
    }

    private static string Plain(string body, Block block) =>
        block.Span.IsEmpty ? "" : Markdown.ToPlainText(body.Substring(block.Span.Start, block.Span.Length), Pipeline).Trim();
}
