using System.Reflection;
using System.Runtime.CompilerServices;

namespace Argosy;

/// <summary>
/// The workflows of the libraries that a program references. A module registers its own when its first code runs, and code of a template that a manifest merely
/// refers to never runs here. Under Native AOT all modules have run by now.
/// </summary>
internal static class ReferencedWorkflows
{
    public static void Register(Assembly program)
    {
        var language = typeof(WorkflowAttribute).Assembly.GetName().Name;
        RuntimeHelpers.RunModuleConstructor(program.ManifestModule.ModuleHandle);
        foreach (var name in program.GetReferencedAssemblies())
        {
            if (name.Name is null || name.Name.StartsWith("System.", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal)) continue;
            try
            {
                var library = Assembly.Load(name);
                if (library.GetReferencedAssemblies().Any(reference => reference.Name == language)) RuntimeHelpers.RunModuleConstructor(library.ManifestModule.ModuleHandle);
            }
            catch (Exception failure) when (failure is FileNotFoundException or FileLoadException or BadImageFormatException or PlatformNotSupportedException)
            {
                // A reference that is not there at run time cannot have workflows that are.
            }
        }
    }
}
