namespace Ensoras.Domain.Storage;

/// <summary>A key that protects cookies, kept with the desk's data so that every server of a desk knows it.</summary>
public sealed class ProtectionKey
{
    private ProtectionKey()
    {
    }

    public ProtectionKey(string name, string xml)
    {
        Name = name;
        Xml = xml;
    }

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    public string Xml { get; private set; } = "";
}
