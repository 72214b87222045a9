namespace Ensoras.Web.Resources;

/// <summary>Names the resource files SharedText.resx and SharedText.de.resx: words that several pages use.</summary>
public sealed class SharedText;
