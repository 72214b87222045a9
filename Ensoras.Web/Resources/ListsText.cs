namespace Ensoras.Web.Resources;

/// <summary>Names the resource files ListsText.resx and ListsText.de.resx: the Inbox’ and Tickets’ lists.</summary>
public sealed class ListsText;
