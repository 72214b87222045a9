using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Projects;

/// <summary>A project's settings as a form holds them.</summary>
/// <param name="GraceSeconds">How long an approved or sent reply can be taken back.</param>
/// <param name="CloseUnansweredHours">After how long without an answer a ticket that awaits the customer closes.</param>
/// <param name="CloseResolvedHours">After how long a resolved ticket closes.</param>
/// <param name="StaleHours">After how long a ticket that awaits Ensoras enters the Inbox.</param>
/// <param name="PublicAddress">Where customers reach this desk, such as https://support.example.com; empty while unknown.</param>
public sealed record ProjectSettings(string Name, string Greeting, int GraceSeconds, int CloseUnansweredHours, int CloseResolvedHours, int StaleHours, string? PublicAddress)
{
    private const int MaxHours = 24 * 365;
    public const int MaxGreetingLength = 300;

    /// <summary>Whether thanks for a ticket that is done are only noted on it.</summary>
    public bool NotesThanks { get; init; } = true;

    public static ProjectSettings Of(Project project) => new(
        project.Name,
        project.Greeting,
        (int)project.GracePeriod.TotalSeconds,
        (int)project.CloseUnansweredAfter.TotalHours,
        (int)project.CloseResolvedAfter.TotalHours,
        (int)project.StaleAfter.TotalHours,
        project.PublicAddress)
    {
        NotesThanks = project.NotesThanks,
    };

    /// <summary>Sets all of them, or throws <see cref="RuleBrokenException"/> and sets none.</summary>
    internal void ApplyTo(Project project)
    {
        Demand(Name.SaysSomething() && Name.Trim().Length <= ProjectAdmin.MaxNameLength, $"The project's name needs 1 to {ProjectAdmin.MaxNameLength} characters.");
        Demand(Greeting.SaysSomething() && Greeting.Trim().Length <= MaxGreetingLength, $"The greeting needs 1 to {MaxGreetingLength} characters.");
        Demand(GraceSeconds is >= 0 and <= 30, "A reply can be taken back for 0 to 30 seconds.");
        DemandHours(CloseUnansweredHours, "A ticket that awaits the customer");
        DemandHours(CloseResolvedHours, "A resolved ticket");
        Demand(StaleHours is >= 1 and <= MaxHours, $"Ensoras can be late after 1 to {MaxHours:N0} hours.");
        var address = string.IsNullOrWhiteSpace(PublicAddress) ? null : PublicAddress.Trim().TrimEnd('/');
        Demand(address is null || IsWebAddress(address), "The public address must be a whole one, such as https://support.example.com.");

        project.Name = Name.Trim();
        project.Greeting = Greeting.Trim();
        project.GracePeriod = TimeSpan.FromSeconds(GraceSeconds);
        project.CloseUnansweredAfter = TimeSpan.FromHours(CloseUnansweredHours);
        project.CloseResolvedAfter = TimeSpan.FromHours(CloseResolvedHours);
        project.StaleAfter = TimeSpan.FromHours(StaleHours);
        project.PublicAddress = address;
        project.NotesThanks = NotesThanks;
    }

    private static bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri is { Query: "", Fragment: "", UserInfo: "" };

    private static void DemandHours(int hours, string what) => Demand(hours is >= 1 and <= MaxHours, $"{what} can close after 1 to {MaxHours:N0} hours.");

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RuleBrokenException(otherwise);
        }
    }
}
