namespace Ensoras.Web.Resources;

/// <summary>
/// Names the resource files InboxText.resx and InboxText.de.resx: the Inbox and the checklist of a new desk.
/// </summary>
public sealed class InboxText;
