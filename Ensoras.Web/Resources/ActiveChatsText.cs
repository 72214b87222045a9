namespace Ensoras.Web.Resources;

/// <summary>
/// Names the resource files ActiveChatsText.resx and ActiveChatsText.de.resx: the list of active chats.
/// </summary>
public sealed class ActiveChatsText;
