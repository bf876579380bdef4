namespace ArgoExamples;

/// <summary><c>[Http]</c> calls a service without a pod of its own, and says what a good answer is.</summary>
[Workflow(GenerateName = "http-template-condition-")]
public static partial class CallAnHttpService
{
    [Http("{{url}}", Name = "http-status-is-201", SuccessCondition = "response.statusCode == 201")]
    private static partial Step StatusIs201(string url);

    [Http("{{url}}", Name = "http-body-contains-google", SuccessCondition = "response.body contains \"google\"")]
    private static partial Step BodyContainsGoogle(string url);

#pragma warning disable ARGO552 // Here to show a third condition; nothing calls it.
    [Http("{{url}}", Name = "http-headers-contains-cloudflare", SuccessCondition = "response.headers[\"Server\"][0] == \"cloudflare\"")]
    private static partial Step HeadersContainCloudflare(string url);
#pragma warning restore ARGO552

    [Steps(Name = "main"), Entrypoint]
    private static void Run() => Parallel(
        StatusIs201("https://httpbin.org/status/201").Named("http-status-is-201-succeeds"),
        BodyContainsGoogle("https://google.com").Named("http-body-contains-google-succeeds"));
}
