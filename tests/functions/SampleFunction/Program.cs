// An executable function: it speaks the Runtime API itself.
using var client = new HttpClient { BaseAddress = new Uri($"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/") };
while (true)
{
    using var next = await client.GetAsync(new Uri("next", UriKind.Relative));
    var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").First();
    var text = await next.Content.ReadAsStringAsync();
    using var answer = new StringContent("{\"executable\":" + text + "}");
    using var response = await client.PostAsync(new Uri($"{id}/response", UriKind.Relative), answer);
}
