namespace Ensoras.Tests.Support;

/// <summary>Who acts in tests that need no stored people.</summary>
internal static class Cast
{
    public static readonly Actor Customer = new(Sender.Customer, Guid.CreateVersion7(), "Mira Lindqvist", null);
    public static readonly Actor Jonas = new(Sender.Agent, Guid.CreateVersion7(), "Jonas Agent", Role.Agent);
    public static readonly Actor Rosa = new(Sender.Agent, Guid.CreateVersion7(), "Rosa Reviewer", Role.Reviewer);
    public static readonly Actor Lena = new(Sender.Agent, Guid.CreateVersion7(), "Lena Lead", Role.Lead);
    public static readonly Actor Ada = new(Sender.Agent, Guid.CreateVersion7(), "Ada Admin", Role.Admin);

    public static Stamp At(this Actor who, DateTimeOffset at) => new(who, at);
}
