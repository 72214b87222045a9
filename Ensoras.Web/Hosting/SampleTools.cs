using Ensoras.Domain.Sample;
using Ensoras.Domain.Tools;

namespace Ensoras.Web.Hosting;

/// <summary>Gives a sample desk, and no other, the tools of its made-up shop.</summary>
public sealed class SampleTools(SampleOutbox outbox) : IToolSource
{
    private readonly SampleShop _shop = new();

    public IReadOnlyList<ITool> ToolsFor(Guid projectId) => outbox.IsThere ? _shop.Tools : [];
}
