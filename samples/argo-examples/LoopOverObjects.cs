namespace ArgoExamples;

/// <summary>The items of a loop may have members, which the compiler knows.</summary>
[Workflow(GenerateName = "loops-maps-")]
public static partial class LoopOverObjects
{
    [Container("{{image}}:{{tag}}", Command = ["cat"], Args = ["/etc/os-release"])]
    private static partial Step CatOsRelease(string image, string tag);

    [Steps, Entrypoint]
    private static void LoopMapExample()
    {
        var systems = new[]
        {
            new { image = "debian", tag = "9.1" },
            new { image = "debian", tag = "8.9" },
            new { image = "alpine", tag = "3.6" },
            new { image = "ubuntu", tag = "17.10" },
        };
        foreach (var system in systems) CatOsRelease(system.image, system.tag).Named("test-linux");
    }
}
