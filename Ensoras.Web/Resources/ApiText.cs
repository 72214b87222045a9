namespace Ensoras.Web.Resources;

/// <summary>Names the resource files ApiText.resx and ApiText.de.resx: what the REST API says is wrong.</summary>
public sealed class ApiText;
