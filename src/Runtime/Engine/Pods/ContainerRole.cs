namespace Argosy.Engine.Pods;

/// <summary>What a container is in its pod.</summary>
internal enum ContainerRole
{
    /// <summary>The executor before the program: loads the inputs. Its failures are Errors.</summary>
    Init,

    /// <summary>An init container of the template.</summary>
    UserInit,

    /// <summary>The program: container, script, each container of a set.</summary>
    Main,

    /// <summary>The executor after the program: saves the outputs. Its failures are Errors.</summary>
    Wait,

    /// <summary>A sidecar.</summary>
    Sidecar,
}
