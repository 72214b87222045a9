using Ensoras.Domain.Channels.Email.Mailboxes;

namespace Ensoras.Domain.Channels.Email;

/// <summary>What a project puts below a reply.</summary>
/// <param name="Disclosure">Says that Ensoras wrote it; empty where it need not.</param>
/// <param name="Signature">In Markdown.</param>
/// <param name="Quotes">Whether what it answers is quoted.</param>
internal sealed record MailEnding(string Disclosure, string Signature, bool Quotes)
{
    public static readonly MailEnding None = new("", "", false);

    public static MailEnding Of(ProjectMail? mail, OutgoingMessage message) => mail is null
        ? None with { Disclosure = Disclosed(AiDisclosure.Unapproved, message) ? ProjectMail.FirstDisclosure : "" }
        : new MailEnding(
            Disclosed(mail.Disclosure, message) ? mail.DisclosureText : "", mail.Signature, mail.QuotesHistory);

    private static bool Disclosed(AiDisclosure which, OutgoingMessage message) => message.IsAutomatic && which switch
    {
        AiDisclosure.Drafted => true,
        AiDisclosure.Unapproved => !message.IsApproved,
        _ => false,
    };
}
