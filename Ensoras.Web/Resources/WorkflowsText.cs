namespace Ensoras.Web.Resources;

/// <summary>
/// Names the resource files WorkflowsText.resx and WorkflowsText.de.resx: the workflows' page and editor.
/// </summary>
public sealed class WorkflowsText;
