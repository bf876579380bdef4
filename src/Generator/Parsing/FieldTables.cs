namespace Argosy.Generator.Parsing;

/// <summary>Which argument of which attribute is which field of the manifest. What is not a plain copy is code in <see cref="FieldReader"/>.</summary>
internal static class FieldTables
{
    /// <summary>Where an artifact is stored: attribute -> key and its arguments.</summary>
    public static readonly Dictionary<string, (string Key, (string Argument, string Path)[] Fields)> Locations = new()
    {
        ["S3"] = ("s3", [("Endpoint", "endpoint"), ("Bucket", "bucket"), ("Region", "region"), ("Insecure", "insecure"), ("RoleArn", "roleARN"), ("UseSdkCreds", "useSDKCreds"),
            ("CreateBucketIfNotPresent", "createBucketIfNotPresent"), ("AddressingStyle", "addressingStyle"), ("Key", "key"),
            ("AccessSecret", "accessKeySecret.name"), ("AccessKey", "accessKeySecret.key"), ("SecretSecret", "secretKeySecret.name"), ("SecretKey", "secretKeySecret.key")]),
        ["Gcs"] = ("gcs", [("Bucket", "bucket"), ("Key", "key"), ("ServiceAccountSecret", "serviceAccountKeySecret.name"), ("ServiceAccountKey", "serviceAccountKeySecret.key")]),
        ["Azure"] = ("azure", [("Endpoint", "endpoint"), ("Container", "container"), ("Blob", "blob"), ("UseSdkCreds", "useSDKCreds"), ("AccountSecret", "accountKeySecret.name"), ("AccountKey", "accountKeySecret.key")]),
        ["Oss"] = ("oss", [("Endpoint", "endpoint"), ("Bucket", "bucket"), ("Key", "key"), ("SecurityToken", "securityToken"), ("CreateBucketIfNotPresent", "createBucketIfNotPresent"),
            ("AccessSecret", "accessKeySecret.name"), ("AccessKey", "accessKeySecret.key"), ("SecretSecret", "secretKeySecret.name"), ("SecretKey", "secretKeySecret.key")]),
        ["Hdfs"] = ("hdfs", [("Addresses", "addresses"), ("Path", "path"), ("User", "hdfsUser"), ("Force", "force"), ("DataTransferProtection", "dataTransferProtection")]),
        ["Git"] = ("git", [("Repo", "repo"), ("Revision", "revision"), ("Branch", "branch"), ("SingleBranch", "singleBranch"), ("Depth", "depth"), ("DisableSubmodules", "disableSubmodules"),
            ("InsecureIgnoreHostKey", "insecureIgnoreHostKey"), ("Fetch", "fetch"), ("UserNameSecret", "usernameSecret.name"), ("UserNameKey", "usernameSecret.key"),
            ("PasswordSecret", "passwordSecret.name"), ("PasswordKey", "passwordSecret.key"), ("SshPrivateSecret", "sshPrivateKeySecret.name"), ("SshPrivateKey", "sshPrivateKeySecret.key")]),
        ["Artifactory"] = ("artifactory", [("Url", "url"), ("UserNameSecret", "usernameSecret.name"), ("UserNameKey", "usernameSecret.key"), ("PasswordSecret", "passwordSecret.name"), ("PasswordKey", "passwordSecret.key")]),
        ["HttpFile"] = ("http", [("Url", "url")]),
        ["Raw"] = ("raw", [("Data", "data")]),
        ["ArtifactPlugin"] = ("plugin", [("Name", "name"), ("Key", "key"), ("Configuration", "configuration")]),
    };

    public static readonly (string Argument, string Path)[] Parameter =
    [
        ("Value", "value"), ("Description", "description"), ("Enum", "enum"), ("GlobalName", "globalName"), ("Path", "valueFrom.path"), ("Expression", "valueFrom.expression"),
        ("From", "valueFrom.parameter"), ("JsonPath", "valueFrom.jsonPath"), ("JqFilter", "valueFrom.jqFilter"), ("Event", "valueFrom.event"),
        ("ConfigMap", "valueFrom.configMapKeyRef.name"), ("ConfigMapKey", "valueFrom.configMapKeyRef.key"), ("Optional", "valueFrom.configMapKeyRef.optional"),
    ];

    public static readonly (string Argument, string Path)[] Artifact =
    [
        ("Path", "path"), ("Mode", "mode"), ("RecurseMode", "recurseMode"), ("SubPath", "subPath"), ("From", "from"), ("FromExpression", "fromExpression"), ("Optional", "optional"),
        ("GlobalName", "globalName"), ("ArchiveLogs", "archiveLogs"), ("Deleted", "deleted"), ("GC", "artifactGC.strategy"),
    ];

    public static readonly (string Argument, string Path)[] Container =
    [
        ("Image", "image"), ("ImagePullPolicy", "imagePullPolicy"), ("WorkingDir", "workingDir"), ("Command", "command"), ("Args", "args"),
    ];

    /// <summary>Arguments of every template attribute.</summary>
    public static readonly (string Argument, string Path)[] Template =
    [
        ("Parallelism", "parallelism"), ("ActiveDeadlineSeconds", "activeDeadlineSeconds"), ("PendingTimeout", "pendingTimeout"), ("PodSpecPatch", "podSpecPatch"),
        ("PriorityClassName", "priorityClassName"), ("SchedulerName", "schedulerName"), ("AutomountServiceAccountToken", "automountServiceAccountToken"),
        ("ArchiveLogs", "archiveLocation.archiveLogs"),
    ];

    /// <summary>The body of leaf templates: attribute -> key and its arguments.</summary>
    public static readonly Dictionary<string, (string Key, (string Argument, string Path)[] Fields)> Bodies = new()
    {
        ["Container"] = ("container", Container),
        ["Script"] = ("script", [("Image", "image"), ("ImagePullPolicy", "imagePullPolicy"), ("WorkingDir", "workingDir"), ("Command", "command"), ("Source", "source")]),
        ["Resource"] = ("resource", [("Action", "action"), ("MergeStrategy", "mergeStrategy"), ("SetOwnerReference", "setOwnerReference"), ("SuccessCondition", "successCondition"),
            ("FailureCondition", "failureCondition"), ("Flags", "flags"), ("Manifest", "manifest")]),
        ["Http"] = ("http", [("Url", "url"), ("Method", "method"), ("TimeoutSeconds", "timeoutSeconds"), ("SuccessCondition", "successCondition"), ("InsecureSkipVerify", "insecureSkipVerify"), ("Body", "body")]),
        ["Suspend"] = ("suspend", [("Duration", "duration")]),
        ["ContainerSet"] = ("containerSet", [("RetryDuration", "retryStrategy.duration"), ("Retries", "retryStrategy.retries")]),
    };

    /// <summary>Arguments of the attributes of objects that are plain fields of the spec.</summary>
    public static readonly (string Argument, string Path)[] Spec =
    [
        ("Suspend", "suspend"), ("Parallelism", "parallelism"), ("ActiveDeadlineSeconds", "activeDeadlineSeconds"), ("Priority", "priority"), ("ArchiveLogs", "archiveLogs"), ("HostNetwork", "hostNetwork"),
        ("DnsPolicy", "dnsPolicy"), ("SchedulerName", "schedulerName"), ("PodPriorityClassName", "podPriorityClassName"), ("PodSpecPatch", "podSpecPatch"),
        ("AutomountServiceAccountToken", "automountServiceAccountToken"), ("VolumeClaimGC", "volumeClaimGC.strategy"),
        ("RunTemplate", "workflowTemplateRef.name"), ("RunClusterScope", "workflowTemplateRef.clusterScope"),
        ("RunEntrypoint", "entrypoint"),
    ];

    public static readonly (string Argument, string Path)[] Cron =
    [
        ("Schedules", "schedules"), ("Timezone", "timezone"), ("ConcurrencyPolicy", "concurrencyPolicy"), ("StartingDeadlineSeconds", "startingDeadlineSeconds"),
        ("SuccessfulJobsHistoryLimit", "successfulJobsHistoryLimit"), ("FailedJobsHistoryLimit", "failedJobsHistoryLimit"), ("Suspend", "suspend"), ("When", "when"),
        ("StopExpression", "stopStrategy.expression"),
    ];

    /// <summary>Attributes that may stand on a class or a method and are plain maps under one key.</summary>
    public static readonly Dictionary<string, (string Key, (string Argument, string Path)[] Fields)> Policies = new()
    {
        ["Retry"] = ("retryStrategy", [("Limit", "limit"), ("LimitTag", "limit"), ("Policy", "retryPolicy"), ("Backoff", "backoff.duration"), ("Factor", "backoff.factor"),
            ("MaxDuration", "backoff.maxDuration"), ("Cap", "backoff.cap"), ("Expression", "expression")]),
        ["Memoize"] = ("memoize", [("Key", "key"), ("MaxAge", "maxAge"), ("Cache", "cache.configMap.name")]),
        ["SecurityContext"] = ("securityContext", [("RunAsUser", "runAsUser"), ("RunAsGroup", "runAsGroup"), ("FsGroup", "fsGroup"), ("RunAsNonRoot", "runAsNonRoot")]),
        ["Ttl"] = ("ttlStrategy", [("AfterCompletion", "secondsAfterCompletion"), ("AfterSuccess", "secondsAfterSuccess"), ("AfterFailure", "secondsAfterFailure")]),
        ["PodGC"] = ("podGC", [("Strategy", "strategy"), ("DeleteDelay", "deleteDelayDuration")]),
        ["ArtifactGC"] = ("artifactGC", [("Strategy", "strategy"), ("ServiceAccount", "serviceAccountName"), ("ForceFinalizerRemoval", "forceFinalizerRemoval"), ("PodSpecPatch", "podSpecPatch")]),
        ["ArtifactRepository"] = ("artifactRepositoryRef", [("ConfigMap", "configMap"), ("Key", "key")]),
        ["PodDisruptionBudget"] = ("podDisruptionBudget", [("MinAvailable", "minAvailable"), ("MaxUnavailable", "maxUnavailable")]),
        ["ExecutorServiceAccount"] = ("executor", [("Name", "serviceAccountName")]),
    };

    public static readonly (string Argument, string Path)[] Toleration =
        [("Key", "key"), ("Operator", "operator"), ("Value", "value"), ("Effect", "effect"), ("Seconds", "tolerationSeconds")];

    public static readonly (string Argument, string Path)[] Resources =
    [
        ("Cpu", "requests.cpu"), ("Memory", "requests.memory"), ("EphemeralStorage", "requests.ephemeral-storage"),
        ("CpuLimit", "limits.cpu"), ("MemoryLimit", "limits.memory"), ("EphemeralStorageLimit", "limits.ephemeral-storage"),
    ];

    public static readonly (string Argument, string Path)[] Mutex = [("Name", "name"), ("Namespace", "namespace"), ("Database", "database")];

    public static readonly (string Argument, string Path)[] Semaphore =
        [("ConfigMap", "configMapKeyRef.name"), ("Key", "configMapKeyRef.key"), ("DatabaseKey", "database.key"), ("Namespace", "namespace")];

    public static readonly (string Argument, string Path)[] Metric =
    [
        ("Name", "name"), ("Help", "help"), ("When", "when"), ("Gauge", "gauge.value"), ("Realtime", "gauge.realtime"), ("Operation", "gauge.operation"), ("Counter", "counter.value"),
        ("Histogram", "histogram.value"), ("Buckets", "histogram.buckets"),
    ];
}
