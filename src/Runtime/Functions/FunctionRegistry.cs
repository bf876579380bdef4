using System.Collections.Concurrent;

namespace Argosy.Functions;

/// <summary>
/// The functions of this program. Generated code registers them from a module initializer, without reflection; the embedded engine and the entry
/// <c>function NAME</c> of a pod find them here.
/// </summary>
/// <remarks>
/// What the manifest of a function looks like, for the generator and for the in-pod entry alike:
/// <list type="bullet">
/// <item>the arguments of the container are <c>function</c> and <c>WORKFLOW/TEMPLATE</c>;</item>
/// <item>each input parameter NAME is the variable <c>ARGOSY_INPUT64_NAME</c> with the value <c>{{=sprig.b64enc(inputs.parameters['NAME'])}}</c>: base64, so that neither
/// Kubernetes' <c>$(VAR)</c> nor JSON escapes can change it (<c>ARGOSY_INPUT_NAME</c> with the plain text is read as well);</item>
/// <item>a large parameter is a raw artifact of the same base64 text at <c>/argosy/inputs/NAME.b64</c> instead;</item>
/// <item>an output parameter NAME is read from <c>/argosy/outputs/NAME</c>; the value that the method itself returns is named <c>result</c>;</item>
/// <item>artifacts lie at the paths that the template says, by default <c>/argosy/inputs/NAME</c> and <c>/argosy/outputs/NAME</c>.</item>
/// </list>
/// </remarks>
public static class FunctionRegistry
{
    private static readonly ConcurrentDictionary<string, RegisteredFunction> s_functions = new(StringComparer.Ordinal);

    /// <summary>The first argument of the container that runs a function.</summary>
    public const string Command = "function";

    /// <summary>Registers a function.</summary>
    /// <param name="workflow">Name of the workflow (its <c>name</c>, or <c>generateName</c> without the dash).</param>
    /// <param name="template">Name of the template.</param>
    /// <param name="invoke">Reads the inputs from the call, runs the method and gives the outputs to the call.</param>
    public static void Register(string workflow, string template, Func<FunctionCall, Task> invoke)
    {
        ArgumentException.ThrowIfNullOrEmpty(workflow);
        ArgumentException.ThrowIfNullOrEmpty(template);
        ArgumentNullException.ThrowIfNull(invoke);
        var function = new RegisteredFunction(workflow + "/" + template, invoke);
        s_functions[function.Name] = function;
    }

    /// <summary>All registered functions, by name.</summary>
    public static IReadOnlyCollection<RegisteredFunction> All => s_functions.Values.OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();

    /// <summary>The function of that name (<c>WORKFLOW/TEMPLATE</c>), or null.</summary>
    /// <param name="name">Its name.</param>
    public static RegisteredFunction? Find(string name) => s_functions.GetValueOrDefault(name);
}
