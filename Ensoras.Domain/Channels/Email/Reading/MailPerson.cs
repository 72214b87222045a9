namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>Somebody named in an email's header.</summary>
/// <param name="Name">As they call themselves; the address where they don't.</param>
/// <param name="Address">One bare address.</param>
public sealed record MailPerson(string Name, string Address);
