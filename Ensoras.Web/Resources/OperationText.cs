namespace Ensoras.Web.Resources;

/// <summary>
/// Names the resource files OperationText.resx and OperationText.de.resx: what the desk asks its operators.
/// </summary>
public sealed class OperationText;
