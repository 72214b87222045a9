namespace Ensoras.Web.Resources;

/// <summary>Names the resource files LayoutText.resx and LayoutText.de.resx: the frame of every page.</summary>
public sealed class LayoutText;
