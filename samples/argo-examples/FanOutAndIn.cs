namespace ArgoExamples;

/// <summary>Fan out over a list, gather what each call gave, fan out again over the typed results, and leave some out with <c>if</c>.</summary>
[Workflow(GenerateName = "parameter-aggregation-script-")]
public static partial class FanOutAndIn
{
    public sealed record Parity(int Num, string Evenness);

    [Script("python:alpine3.23", Command = ["python"], Source = """
        import json
        i = {{num}}
        res = {
          "num": i,
          "evenness": "even" if i % 2 == 0 else "odd"
        }
        print(json.dumps(res))

        """)]
    private static partial Step<Parity> OddOrEven(int num);

    [Script("alpine:3.23", Name = "divide-by-2", Command = ["sh", "-x"], Source = "echo $(({{num}}/2))\n")]
    private static partial Step DivideBy2(int num);

    [Steps, Entrypoint]
    private static void ParameterAggregation()
    {
        var oddOrEven = new[] { 1, 2, 3, 4 }.Select(num => OddOrEven(num)).Collect();
        foreach (var parity in oddOrEven)
            if (parity.Evenness == "even") DivideBy2(parity.Num);
    }
}
