namespace Ensoras.Web.Resources;

/// <summary>
/// Names the resource files AccountText.resx and AccountText.de.resx: signing in and out, invitations, and a person’s
/// account.
/// </summary>
public sealed class AccountText;
