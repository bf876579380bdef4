namespace ArgoExamples;

/// <summary><c>[Sidecar]</c>: a database beside the container, in the same pod, for as long as it runs.</summary>
[Workflow(GenerateName = "sidecar-")]
public static partial class RunASidecar
{
    private const string WriteMeasurements =
        " apk update && apk add curl && until curl -XPOST 'http://127.0.0.1:8086/query' --data-urlencode 'q=CREATE DATABASE mydb' ; do sleep .5; done && "
        + "for i in $(seq 1 20); do curl -XPOST 'http://127.0.0.1:8086/write?db=mydb' -d \"cpu,host=server01,region=uswest load=$i\" ; sleep .5 ; done ";

    [Container("alpine:3.23", Command = ["sh", "-c"], Args = [WriteMeasurements])]
    [Sidecar("influxdb", "influxdb:1.2", Command = ["influxd"]), Entrypoint]
    private static partial Step SidecarExample();
}
