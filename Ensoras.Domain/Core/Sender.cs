namespace Ensoras.Domain.Core;

/// <summary>Who wrote a message.</summary>
public enum Sender
{
    Customer,
    Ensoras,
    Agent,
    System,
}
