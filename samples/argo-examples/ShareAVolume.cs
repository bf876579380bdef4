namespace ArgoExamples;

/// <summary><c>[VolumeClaim]</c>: a disk that is made for the run, mounted by its steps, and deleted with it.</summary>
[Workflow(GenerateName = "volumes-pvc-"), VolumeClaim("workdir", "1Gi")]
public static partial class ShareAVolume
{
    [Container("busybox", Command = ["sh", "-c"], Args = ["echo generating message in volume; echo hello world | tee /mnt/vol/hello_world.txt"])]
    [Mount("workdir", "/mnt/vol")]
    private static partial Step HelloWorldToFile();

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = ["echo getting message from volume; find /mnt/vol; cat /mnt/vol/hello_world.txt"])]
    [Mount("workdir", "/mnt/vol")]
    private static partial Step PrintMessageFromFile();

    [Steps, Entrypoint]
    private static void VolumesPvcExample()
    {
        var generate = HelloWorldToFile();
        var print = PrintMessageFromFile();
    }
}
