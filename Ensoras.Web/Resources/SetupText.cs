namespace Ensoras.Web.Resources;

/// <summary>Names the resource files SetupText.resx and SetupText.de.resx: the first visit.</summary>
public sealed class SetupText;
