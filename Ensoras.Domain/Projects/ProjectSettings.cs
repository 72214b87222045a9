namespace Ensoras.Domain.Projects;

/// <summary>A project's settings as a form holds them.</summary>
/// <param name="GraceSeconds">How long an approved or sent reply can be undone.</param>
/// <param name="CloseUnansweredHours">After how long without an answer a ticket that awaits the customer
/// closes.</param>
/// <param name="CloseResolvedHours">After how long a resolved ticket closes.</param>
/// <param name="StaleHours">After how long a ticket that awaits Ensoras enters the Inbox.</param>
/// <param name="PublicAddress">Where customers reach this desk, such as https://support.example.com; empty while
/// unknown.</param>
public sealed record ProjectSettings(
    string Name,
    string Greeting,
    int GraceSeconds,
    int CloseUnansweredHours,
    int CloseResolvedHours,
    int StaleHours,
    string? PublicAddress)
{
    private const int MaxHours = 24 * 365;
    public const int MaxGreetingLength = 300;

    private static readonly string[] Checked =
    [
        nameof(Name),
        nameof(Greeting),
        nameof(GraceSeconds),
        nameof(CloseUnansweredHours),
        nameof(CloseResolvedHours),
        nameof(StaleHours),
        nameof(PublicAddress),
    ];

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

    /// <summary>Why one of them cannot be stored as it is; null when it can.</summary>
    /// <param name="setting">Its name, such as nameof(Name).</param>
    public Sentence? WhyNot(string setting) =>
        setting switch
        {
            nameof(Name) when !Fits(Name, ProjectAdmin.MaxNameLength) =>
                Sentence.Of("People.ProjectNameLength", ProjectAdmin.MaxNameLength),
            nameof(Greeting) when !Fits(Greeting, MaxGreetingLength) =>
                Sentence.Of("People.GreetingLength", MaxGreetingLength),
            nameof(GraceSeconds) when GraceSeconds is < 0 or > 30 => Sentence.Of("People.GraceRange"),
            nameof(CloseUnansweredHours) when !IsPeriod(CloseUnansweredHours) =>
                Sentence.Of("People.CloseUnansweredRange", MaxHours),
            nameof(CloseResolvedHours) when !IsPeriod(CloseResolvedHours) =>
                Sentence.Of("People.CloseResolvedRange", MaxHours),
            nameof(StaleHours) when !IsPeriod(StaleHours) => Sentence.Of("People.StaleRange", MaxHours),
            nameof(PublicAddress)
                when !string.IsNullOrWhiteSpace(PublicAddress) && !IsWebAddress(Cleaned(PublicAddress)) =>
                Sentence.Of("People.EnterWebAddress"),
            _ => null,
        };

    /// <summary>Sets all of them, or throws <see cref="RuleBrokenException"/> and sets none.</summary>
    internal void ApplyTo(Project project)
    {
        foreach (var setting in Checked)
        {
            if (WhyNot(setting) is { } reason)
            {
                throw new RuleBrokenException(reason) { Field = setting };
            }
        }

        project.Name = Name.Trim();
        project.Greeting = Greeting.Trim();
        project.GracePeriod = TimeSpan.FromSeconds(GraceSeconds);
        project.CloseUnansweredAfter = TimeSpan.FromHours(CloseUnansweredHours);
        project.CloseResolvedAfter = TimeSpan.FromHours(CloseResolvedHours);
        project.StaleAfter = TimeSpan.FromHours(StaleHours);
        project.PublicAddress = string.IsNullOrWhiteSpace(PublicAddress) ? null : Cleaned(PublicAddress);
        project.NotesThanks = NotesThanks;
    }

    private static bool IsWebAddress(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri is { Query: "", Fragment: "", UserInfo: "" };

    private static string Cleaned(string address) => address.Trim().TrimEnd('/');

    private static bool Fits(string text, int longest) => text.SaysSomething() && text.Trim().Length <= longest;

    private static bool IsPeriod(int hours) => hours is >= 1 and <= MaxHours;
}
