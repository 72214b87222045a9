namespace Ensoras.Web.Resources;

/// <summary>Names the resource files TicketText.resx and TicketText.de.resx: the ticket page.</summary>
public sealed class TicketText;
