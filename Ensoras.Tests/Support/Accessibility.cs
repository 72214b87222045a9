using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Ensoras.Tests.Support;

/// <summary>
/// What a screen reader or an eye would stumble over, found by axe within the page that stands there.
/// </summary>
public static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <param name="rules">The rules to hold the page against; none for all.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page, params string[] rules)
    {
        if (await page.EvaluateAsync<bool>("() => typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>(
            """
            async rules => {
              const options = { resultTypes: ["violations"], ...(rules.length ? { runOnly: rules } : {}) };
              const { violations } = await axe.run(document, options);
              return violations.map(violation => `${violation.id}: ${violation.nodes[0].html}`);
            }
            """,
            rules);
    }
}
