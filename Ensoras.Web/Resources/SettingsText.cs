namespace Ensoras.Web.Resources;

/// <summary>Names the resource files SettingsText.resx and SettingsText.de.resx: the pages of the settings.</summary>
public sealed class SettingsText;
