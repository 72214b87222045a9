namespace Ensoras.Web.Resources;

/// <summary>Names the resource files MailText.resx and MailText.de.resx: the email page of the settings.</summary>
public sealed class MailText;
