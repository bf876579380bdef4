namespace Argosy.Runtime.Tests.Lint.Mutants;

/// <summary>Sound documents, one key a line, that the mutator spoils.</summary>
internal static class MutantSamples
{
    public const string Steps = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata:
          generateName: report-
          labels:
            team: data
        spec:
          entrypoint: report
          onExit: tidy
          activeDeadlineSeconds: 3600
          parallelism: 4
          arguments:
            parameters:
            - name: day
              value: monday
            - name: size
              value: low
              enum:
              - low
              - high
          podGC:
            strategy: OnPodSuccess
            deleteDelayDuration: 30s
          ttlStrategy:
            secondsAfterCompletion: 600
          templates:
          - name: report
            steps:
            - - name: fetch
                template: fetch
                arguments:
                  parameters:
                  - name: day
                    value: "{{workflow.parameters.day}}"
            - - name: count
                template: count
                arguments:
                  parameters:
                  - name: label
                    value: "rows of {{workflow.parameters.day}}"
                  artifacts:
                  - name: rows
                    from: "{{steps.fetch.outputs.artifacts.rows}}"
              - name: note
                template: say
                when: "{{steps.fetch.outputs.parameters.lines}} > 10"
                arguments:
                  parameters:
                  - name: text
                    value: "{{steps.fetch.outputs.parameters.lines}} lines on {{workflow.parameters.day}}"
            - - name: each
                template: say
                withParam: "{{steps.count.outputs.result}}"
                arguments:
                  parameters:
                  - name: text
                    value: "{{item}} of {{workflow.parameters.size}}"
            - - name: last
                template: say
                continueOn:
                  failed: true
                hooks:
                  exit:
                    template: say
                    arguments:
                      parameters:
                      - name: text
                        value: "{{=steps.last.status + ' at the end'}}"
                arguments:
                  parameters:
                  - name: text
                    value: "{{=asInt(steps.fetch.outputs.parameters.lines) + 1}}"
          - name: fetch
            inputs:
              parameters:
              - name: day
            retryStrategy:
              limit: 3
              retryPolicy: OnError
              backoff:
                duration: 10s
                factor: 2
                maxDuration: 5m
            container:
              image: busybox:1.37
              command:
              - fetch
              args:
              - "{{inputs.parameters.day}}"
              env:
              - name: ATTEMPT
                value: "{{retries}}"
              resources:
                limits:
                  memory: 64Mi
                  cpu: 500m
            outputs:
              parameters:
              - name: lines
                valueFrom:
                  path: /tmp/lines
              artifacts:
              - name: rows
                path: /tmp/rows
          - name: count
            inputs:
              parameters:
              - name: label
              artifacts:
              - name: rows
                path: /in/rows
            activeDeadlineSeconds: 60
            script:
              image: busybox:1.37
              command:
              - sh
              env:
              - name: LABEL
                value: "{{inputs.parameters.label}}"
              source: |
                echo "[\"$LABEL\"]"
                wc -l {{inputs.artifacts.rows.path}} >&2
          - name: say
            inputs:
              parameters:
              - name: text
            container:
              image: busybox:1.37
              command:
              - echo
              args:
              - "{{inputs.parameters.text}}"
          - name: tidy
            container:
              image: busybox:1.37
              command:
              - echo
              args:
              - "{{workflow.status}} {{workflow.failures}}"
        """;

    public const string Dag = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata:
          name: build
        spec:
          entrypoint: build
          serviceAccountName: builder
          arguments:
            parameters:
            - name: revision
              value: main
          volumes:
          - name: cache
            emptyDir: {}
          templates:
          - name: build
            inputs:
              parameters:
              - name: revision
                value: "{{workflow.parameters.revision}}"
            dag:
              tasks:
              - name: clone
                template: clone
                arguments:
                  parameters:
                  - name: revision
                    value: "{{inputs.parameters.revision}}"
              - name: compile
                template: compile
                depends: clone
                arguments:
                  artifacts:
                  - name: source
                    from: "{{tasks.clone.outputs.artifacts.source}}"
              - name: check
                template: compile
                depends: clone
                arguments:
                  artifacts:
                  - name: source
                    from: "{{tasks.clone.outputs.artifacts.source}}"
              - name: ship
                template: ship
                depends: compile.Succeeded && check.Succeeded
                when: "'{{tasks.compile.outputs.parameters.version}}' != 'none'"
                arguments:
                  parameters:
                  - name: version
                    value: "v{{tasks.compile.outputs.parameters.version}}"
              - name: targets
                template: targets
                depends: ship
                withItems:
                - os: linux
                  arch: x64
                - os: windows
                  arch: arm64
                arguments:
                  parameters:
                  - name: target
                    value: "{{item.os}}-{{item.arch}}"
              - name: warn
                template: ship
                depends: compile.Failed || check.Failed
                arguments:
                  parameters:
                  - name: version
                    value: "{{inputs.parameters.revision}}"
          - name: clone
            inputs:
              parameters:
              - name: revision
            container:
              image: alpine/git
              command:
              - git
              args:
              - clone
              - "{{inputs.parameters.revision}}"
              - "{{outputs.artifacts.source.path}}"
            outputs:
              artifacts:
              - name: source
                path: /tmp/source
          - name: compile
            timeout: 30m
            inputs:
              artifacts:
              - name: source
                path: /work
            container:
              image: gcc:15
              command:
              - make
              workingDir: /work
              volumeMounts:
              - name: cache
                mountPath: /cache
            sidecars:
            - name: proxy
              image: proxy:1
            outputs:
              parameters:
              - name: version
                valueFrom:
                  path: /tmp/version
                  default: none
          - name: ship
            inputs:
              parameters:
              - name: version
            synchronization:
              mutexes:
              - name: registry
            resource:
              action: create
              setOwnerReference: true
              successCondition: status.ready == true
              manifest: |
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  generateName: ship-
                data:
                  version: "{{inputs.parameters.version}}"
          - name: targets
            inputs:
              parameters:
              - name: target
            suspend:
              duration: 5s
        """;

    public const string Cron = """
        apiVersion: argoproj.io/v1alpha1
        kind: CronWorkflow
        metadata:
          name: nightly
        spec:
          schedules:
          - "0 3 * * *"
          timezone: Europe/Berlin
          concurrencyPolicy: Forbid
          startingDeadlineSeconds: 300
          successfulJobsHistoryLimit: 5
          suspend: false
          stopStrategy:
            expression: cronworkflow.failed >= 3
          when: "{{=cronworkflow.failed}} < 3"
          workflowSpec:
            entrypoint: nightly
            templates:
            - name: nightly
              parallelism: 2
              steps:
              - - name: ask
                  template: ask
              - - name: pack
                  template: pack
                  arguments:
                    parameters:
                    - name: answer
                      value: "{{steps.ask.outputs.result}}"
            - name: ask
              http:
                url: https://example.com/status
                method: GET
                timeoutSeconds: 20
                successCondition: response.statusCode == 200
            - name: pack
              inputs:
                parameters:
                - name: answer
              containerSet:
                volumeMounts:
                - name: shared
                  mountPath: /shared
                containers:
                - name: first
                  image: busybox:1.37
                  command:
                  - date
                - name: main
                  image: busybox:1.37
                  command:
                  - echo
                  args:
                  - "{{inputs.parameters.answer}}"
                  dependencies:
                  - first
              volumes:
              - name: shared
                emptyDir: {}
        """;

    public const string Template = """
        apiVersion: argoproj.io/v1alpha1
        kind: WorkflowTemplate
        metadata:
          name: library
        spec:
          entrypoint: all
          arguments:
            parameters:
            - name: greeting
              value: hello
          templates:
          - name: all
            dag:
              failFast: false
              tasks:
              - name: one
                template: greet
                arguments:
                  parameters:
                  - name: who
                    value: "{{workflow.parameters.greeting}}"
              - name: two
                template: greet
                dependencies:
                - one
                arguments:
                  parameters:
                  - name: who
                    value: "{{=sprig.upper(tasks.one.outputs.parameters.said)}}"
              - name: three
                template: greet
                dependencies:
                - two
                withSequence:
                  start: 1
                  end: 3
                  format: "%02d"
                arguments:
                  parameters:
                  - name: who
                    value: "{{item}}"
            outputs:
              parameters:
              - name: both
                valueFrom:
                  expression: tasks.one.outputs.parameters.said + tasks.two.outputs.parameters.said
          - name: greet
            inputs:
              parameters:
              - name: who
            memoize:
              key: "greet-{{inputs.parameters.who}}"
              maxAge: 24h
              cache:
                configMap:
                  name: greetings
            container:
              image: busybox:1.37
              command:
              - greet
              args:
              - "{{inputs.parameters.who}}"
              imagePullPolicy: IfNotPresent
            outputs:
              parameters:
              - name: said
                valueFrom:
                  path: /tmp/said
        """;

    public static IReadOnlyList<(string Name, string Text)> All { get; } = [("steps", Steps), ("dag", Dag), ("cron", Cron), ("template", Template)];
}
