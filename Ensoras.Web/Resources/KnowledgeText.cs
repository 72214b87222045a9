namespace Ensoras.Web.Resources;

/// <summary>
/// Names the resource files KnowledgeText.resx and KnowledgeText.de.resx: the articles' pages and editor.
/// </summary>
public sealed class KnowledgeText;
