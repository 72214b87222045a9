using System.Text.RegularExpressions;
using Ensoras.Domain.Projects;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>What is said of a visitor by their browser or by the site around the chat. Nothing in it is believed
/// unless the site has signed it.</summary>
public sealed partial record WidgetVisitor(
    string? Name = null, string? Email = null, string? ExternalId = null, string? Signature = null)
{
    private const int MaxAddressLength = 254;

    /// <summary>A shape that can be an address; whether somebody reads it there nobody knows.</summary>
    public static bool IsAddress(string email) => email.Length <= MaxAddressLength && Address().IsMatch(email);

    /// <summary>The external id when the site has signed it; null for a visitor nobody vouches for.</summary>
    /// <exception cref="ForgedIdentityException">There is a signature, and it is not the site's.</exception>
    public string? VerifiedExternalId(Project project) =>
        (ExternalId, Signature) switch
        {
            (_, null or "") => null,
            ({ Length: > 0 and <= 200 } externalId, { } signature)
                when WidgetIdentity.IsValid(project.IdentitySecret, externalId, signature) => externalId,
            _ => throw new ForgedIdentityException(),
        };

    /// <summary>A hash of who the site says is signed in, believed or not; null for nobody.</summary>
    public string? SignedInAs() => string.IsNullOrEmpty(ExternalId) ? null : WidgetSession.Hash(ExternalId);

    /// <summary>Whether there is no address, or one that can be stored as it is.</summary>
    public bool HasUsableEmail => string.IsNullOrWhiteSpace(Email) || PlainEmail() is not null;

    /// <exception cref="RuleBrokenException">There is an address, and it cannot be one.</exception>
    public void DemandUsableEmail()
    {
        if (!HasUsableEmail)
        {
            throw new RuleBrokenException(Sentence.Of("Channels.AddressUnusable"));
        }
    }

    /// <summary>The name as one line of text without what would turn the line around it about; null when nothing is
    /// left.</summary>
    public string? PlainName() => Plain(Name);

    /// <summary>The address when it can be one, else null.</summary>
    public string? PlainEmail() => Email?.Trim() is { } email && IsAddress(email) ? email : null;

    internal static string? Plain(string? text)
    {
        var line = Unprintable().Replace(text ?? "", " ").Trim();
        return line.SaysSomething() ? line : null;
    }

    [GeneratedRegex(@"^[^\s@<>\p{C}]+@[^\s@<>\p{C}]+\.[^\s@<>\p{C}.]+$")]
    private static partial Regex Address();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+")]
    private static partial Regex Unprintable();
}

/// <summary>A signature that the project's secret did not make.</summary>
public sealed class ForgedIdentityException()
    : Exception(
        "The signature does not belong to this external id. Check the identity secret with which the site signs.");

/// <summary>The page that a visitor has open.</summary>
public sealed record WidgetPage(string? Url, string? Title)
{
    /// <summary>The address when it is one of the web, cut to what a row can hold; null for every other, as agents
    /// will see it as a link.</summary>
    public string? Address() =>
        Uri.TryCreate(Url, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address.AbsoluteUri.Length <= 2000
            ? address.AbsoluteUri
            : null;

    public string? PlainTitle() => WidgetVisitor.Plain(Title)?.Cut(300);
}
