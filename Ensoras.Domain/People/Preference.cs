namespace Ensoras.Domain.People;

/// <summary>Something a person set that follows them to every browser, such as the last filter of a list.</summary>
public sealed class Preference
{
    private Preference()
    {
    }

    public Preference(Guid agentId, string key, string value)
    {
        AgentId = agentId;
        Key = key;
        Value = value;
    }

    public Guid AgentId { get; private set; }

    public string Key { get; private set; } = "";

    public string Value { get; set; } = "";
}
