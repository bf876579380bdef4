namespace Argosy.Manifests.Rules;

public static partial class RuleCatalog
{
    internal static class RunTags
    {
        public static readonly Rule Syntax = Run(400, "An expression cannot be read", FindingSeverity.Error);
        public static readonly Rule UnknownName = Run(401, "An expression names what does not exist");
        public static readonly Rule Types = Run(402, "An expression can never be computed");
        public static readonly Rule NeverThere = Run(403, "An expression waits for ever", FindingSeverity.Error);
        public static readonly Rule Dash = Run(404, "A name with a dash in an expression is a subtraction", FindingSeverity.Error);
        public static readonly Rule Item = Run(405, "An item outside a loop");
        public static readonly Rule Retry = Run(406, "A variable of retries in a template without retries");
        public static readonly Rule Misspelt = Run(407, "A tag that Argo takes for plain text");
        public static readonly Rule OwnOutput = Run(408, "A tag of an own output that does not exist");
        public static readonly Rule Cron = Run(409, "A variable of the CronWorkflow in its workflow");
        public static readonly Rule LateStatus = Run(415, "The status of the workflow before its end");
        public static readonly Rule NodeName = Run(416, "The name of a step in its own arguments");
        public static readonly Rule Output = Run(419, "The expression of an output cannot be computed", FindingSeverity.Error);
        public static readonly Rule AlwaysDefault = Run(417, "A guarded expression that always gives its default");
        public static readonly Rule NotCaptured = Run(418, "A result that is not captured");
    }

    internal static class RunOrder
    {
        public static readonly Rule SameGroup = Run(410, "A step reads a step of its own group", FindingSeverity.Error);
        public static readonly Rule NotAncestor = Run(411, "A task reads one that it does not wait for", FindingSeverity.Error);
        public static readonly Rule Itself = Run(412, "A step or task reads itself", FindingSeverity.Error);
        public static readonly Rule MayBeSkipped = Run(413, "A value of a step that may be skipped");
        public static readonly Rule SkippedArtifact = Run(414, "An optional artifact of a step that may be skipped");
        public static readonly Rule DependsSyntax = Run(430, "A condition of dependencies cannot be read", FindingSeverity.Error);
        public static readonly Rule DependsNever = Run(431, "A condition of dependencies is never true", FindingSeverity.Error);
        public static readonly Rule DependsWaits = Run(432, "A choice of dependencies waits for all of them");
        public static readonly Rule DaemonSucceeded = Run(433, "A daemon has not succeeded while it runs");
        public static readonly Rule TaskWord = Run(434, "A task has the name of an operator", FindingSeverity.Error);
        public static readonly Rule ErrorInSteps = Run(436, "continueOn misses an error inside steps");
        public static readonly Rule PendingInSteps = Run(437, "A pending timeout in steps is not forgiven");
        public static readonly Rule Recursion = Run(435, "Templates call each other without end");
    }

    internal static class RunConditions
    {
        public static readonly Rule Syntax = Run(420, "A condition cannot be read", FindingSeverity.Error);
        public static readonly Rule Fails = Run(421, "A condition fails whatever the values are", FindingSeverity.Error);
        public static readonly Rule QuotedItem = Run(422, "A condition on quoted items skips the whole loop");
        public static readonly Rule TextAgainstBoolean = Run(423, "A text is never equal to a boolean");
        public static readonly Rule Date = Run(424, "A quoted date is compared as a time");
        public static readonly Rule NoItem = Run(425, "A condition is false for every item");
    }

    internal static class RunHooks
    {
        public static readonly Rule NoTemplate = Run(450, "The template of a hook does not exist", FindingSeverity.Error);
        public static readonly Rule Two = Run(451, "onExit beside a hook exit");
        public static readonly Rule IgnoredExpression = Run(452, "The expression of a workflow's exit hook is ignored");
        public static readonly Rule Expression = Run(453, "The expression of a hook is wrong", FindingSeverity.Error);
        public static readonly Rule NoExpression = Run(454, "A hook of a task has no expression", FindingSeverity.Error);
        public static readonly Rule OwnResult = Run(455, "A hook reads the result of its own step");
        public static readonly Rule RunningReads = Run(456, "A hook on a running step reads an earlier one");
        public static readonly Rule NoTarget = Run(457, "A hook on a task that may be passed over");
        public static readonly Rule LoopItem = Run(458, "An exit hook on a loop of a DAG");
        public static readonly Rule LoopStatus = Run(459, "The status of a loop in a hook", FindingSeverity.Error);
        public static readonly Rule LoopItself = Run(460, "The hook of a loop names its own step", FindingSeverity.Error);
        public static readonly Rule RetriedHook = Run(461, "A retried hook counts as an attempt");
    }

    internal static class RunValues
    {
        public static readonly Rule ItemEscapes = Run(470, "A key of an item keeps its escapes");
        public static readonly Rule EmptyLoop = Run(471, "An empty list is no loop");
        public static readonly Rule UnevenItems = Run(472, "An item lacks a key", FindingSeverity.Error);
        public static readonly Rule YamlBoolean = Run(473, "An unquoted word is a boolean");
        public static readonly Rule YamlNumber = Run(474, "A number is not the text that was written");
        public static readonly Rule NotText = Run(475, "A map or list as a value is lost");
        public static readonly Rule ParameterForm = Run(476, "An output is read from what is no step's output", FindingSeverity.Error);
        public static readonly Rule ParameterDefault = Run(477, "An output always has its default");
        public static readonly Rule GoText = Run(478, "A list or map becomes Go's text");
        public static readonly Rule EnumLost = Run(479, "A value outside the enum of the referenced template");
        public static readonly Rule InputEnum = Run(480, "A value outside the enum of an input");
        public static readonly Rule GlobalName = Run(481, "Two outputs have one global name");
        public static readonly Rule WithParam = Run(482, "The list of a loop is no JSON list", FindingSeverity.Error);
        public static readonly Rule Sequence = Run(483, "A sequence is no sequence of numbers", FindingSeverity.Error);
        public static readonly Rule SequenceFormat = Run(484, "The format of a sequence has not one number");
        public static readonly Rule Event = Run(485, "A value of an event outside an event binding", FindingSeverity.Error);
        public static readonly Rule InlineInputs = Run(486, "An inline template in a loop has inputs", FindingSeverity.Error);
        public static readonly Rule ParameterOfInput = Run(488, "An output is read from the value of an input");
        public static readonly Rule InputTag = Run(489, "The value of an input names what is not there");
        public static readonly Rule DefaultOutside = Run(487, "A default outside its own enum");
    }

    internal static class RunArtifacts
    {
        public static readonly Rule Zip = Run(490, "A single file is zipped under another name");
        public static readonly Rule SubPath = Run(491, "A sub-path of a packed artifact", FindingSeverity.Error);
        public static readonly Rule OfLoop = Run(493, "An artifact of a loop", FindingSeverity.Error);
        public static readonly Rule NoSource = Run(492, "An artifact of steps comes from nowhere", FindingSeverity.Error);
    }

    internal static class RunPods
    {
        public static readonly Rule NoVolume = Run(500, "A volume does not exist", FindingSeverity.Error);
        public static readonly Rule BorrowedVolume = Run(501, "A volume that only the caller can have");
        public static readonly Rule Mount = Run(502, "Two things are mounted at one path of a script", FindingSeverity.Error);
        public static readonly Rule Dollar = Run(503, "Kubernetes changes a dollar sign in a script");
        public static readonly Rule Injection = Run(504, "A value is pasted into the text of a program");
        public static readonly Rule Secret = Run(505, "A secret in plain text");
        public static readonly Rule Size = Run(506, "The object is too large to be stored", FindingSeverity.Error);
        public static readonly Rule NeverRuns = Run(507, "A container set that never runs");
        public static readonly Rule Patch = Run(508, "A pod patch is no YAML", FindingSeverity.Error);
        public static readonly Rule DisplayName = Run(509, "A display name that Argo refuses", FindingSeverity.Error);
        public static readonly Rule InlineImage = Run(510, "A container has no image", FindingSeverity.Error);
        public static readonly Rule ResourceCondition = Run(511, "The condition of a resource is no selector", FindingSeverity.Error);
        public static readonly Rule Http = Run(512, "A request without an address", FindingSeverity.Error);
        public static readonly Rule Token = Run(514, "A pod without a token has no account for Argo", FindingSeverity.Error);
        public static readonly Rule Metric = Run(513, "A metric that cannot be computed");
    }

    internal static class RunPolicies
    {
        public static readonly Rule Duration = Run(520, "A duration cannot be read", FindingSeverity.Error);
        public static readonly Rule ShortTimeout = Run(521, "A timeout that is over before it begins", FindingSeverity.Error);
        public static readonly Rule TwoDeadlines = Run(522, "timeout beside activeDeadlineSeconds");
        public static readonly Rule PendingRetry = Run(523, "A pending timeout with retries never applies");
        public static readonly Rule SuspendDeadline = Run(524, "A deadline does not end a suspend");
        public static readonly Rule RetryNumber = Run(525, "A number of retries is no number", FindingSeverity.Error);
        public static readonly Rule NoBackoff = Run(526, "A backoff has no duration", FindingSeverity.Error);
        public static readonly Rule BackoffWithoutLimit = Run(527, "A backoff without a limit does not wait");
        public static readonly Rule RetryExpression = Run(528, "The expression of a retry is wrong", FindingSeverity.Error);
        public static readonly Rule FailFast = Run(529, "failFast heeds neither continueOn nor retries");
        public static readonly Rule Deadlock = Run(530, "A lock that its holder waits for", FindingSeverity.Error);
        public static readonly Rule LockTwice = Run(531, "One lock is listed twice", FindingSeverity.Error);
        public static readonly Rule MemoKey = Run(532, "A cache key that Argo refuses", FindingSeverity.Error);
        public static readonly Rule MemoLoop = Run(533, "All items of a loop have one cache key");
        public static readonly Rule MemoRetry = Run(534, "A memoized template with retries as the only dependency");
        public static readonly Rule MemoGlobal = Run(535, "A cache hit in steps exports nothing");
    }

    internal static class RunUsage
    {
        public static readonly Rule UnknownArgument = Run(550, "An argument that the template does not take");
        public static readonly Rule UnusedOutput = Run(551, "An output that nobody reads");
        public static readonly Rule UnusedTemplate = Run(552, "A template that nobody calls");
        public static readonly Rule CronWhen = Run(560, "The condition of a CronWorkflow is wrong", FindingSeverity.Error);
        public static readonly Rule CronStop = Run(561, "The stop expression of a CronWorkflow is wrong", FindingSeverity.Error);
        public static readonly Rule CronEvery = Run(562, "An interval that never passes");
    }
}
