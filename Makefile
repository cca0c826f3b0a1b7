# A menu: the logic is in scripts/ and in the Maven build. A value in "$$NAME" comes from the environment, to which make
# exports its variables: so it may have spaces and quotes.
.DEFAULT_GOAL := help
aws := $(foreach what,aws-init aws-apply aws-destroy aws-publish aws-logs logs why dead-letters redrive replay forget rollback doctor,$(what)-dev $(what)-prod) ls-apply ls-destroy ls-publish ls-logs
.PHONY: help build asl test bench console screenshots run up down doctor send why dead-letters redrive forget clean fmt fuzz mutants stepfunctions test-statemachine soak lock policy explain replay $(aws)

# A ## begins the text of a target, a ##@ a group of them.
help: ## List the targets
	@./scripts/version
	@awk -F ':.*## ' '/^##@ / { group = 1; printf "\n%s\n", substr($$0, 5) } group && /^[a-z -]+:.*## / { printf "  %-34s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Try it

run: ## Start everything with a fake GitHub, play a day of alerts, show the issues (ARGS=--exit: stop)
	@POLICY="$(POLICY)" ./scripts/stack run $(ARGS)

up: ## Start everything in the background and keep its data (ARGS=--fresh: forget it; POLICY=<file or example>)
	@POLICY="$(POLICY)" ./scripts/stack up $(ARGS)

send: ## Send FILE=test-data/grafana/firing.json or DIR=... as its provider would, and wait (AT=now AS=name RAW=1)
	@./scripts/stack send $(if $(FILE),--file="$$FILE") $(if $(DIR),--dir="$$DIR") $(if $(AT),--at="$$AT") $(if $(AS),--as="$$AS") $(if $(RAW),--raw="$$RAW") $(ARGS)

why: ## Tell what became of an alert and why: ID=<of a message, event, alert, issue or execution>
	@./scripts/stack why $(if $(ID),--id="$$ID")

explain: ## Say what would happen with a payload, touching nothing: FILE=... SOURCE=... POLICY=<file or example>
	@POLICY="$(POLICY)" ./scripts/stack explain "$$FILE" $(if $(SOURCE),--source="$$SOURCE") $(ARGS)

dead-letters: ## List the dead letters with their diagnoses
	@./scripts/stack dead-letters

redrive: ## Put a dead letter back on the queue: ID=... or ID=all (SET="team=harbor" adds what is missing)
	@./scripts/stack redrive $(if $(ID),--id="$$ID") $(if $(SET),--set="$$SET") $(if $(FORCE),--force="$$FORCE")

forget: ## Delete a dead letter: ID=...; its payload is kept in target/forgotten
	@./scripts/stack forget $(if $(ID),--id="$$ID")

replay: ## Send FILE=... through the running stack again, or FROM=dlq what MATCH="team=harbor title=Disk *" says
	@./scripts/stack $(if $(FILE),send --file="$$FILE",replay) $(if $(FROM),--from="$$FROM") $(if $(MATCH),--match="$$MATCH") $(if $(NOT),--not="$$NOT") $(if $(SET),--set="$$SET") $(if $(FORCE),--force="$$FORCE") $(if $(DRY),--dry="$$DRY")

console: ## Show the executions of any Step Functions endpoint: SFN_ENDPOINT=http://127.0.0.1:8083 ARGS=--port=8233
	@./scripts/console --sfn-endpoint="$$SFN_ENDPOINT" $(ARGS)

down: ## Stop what `make up` started; the next `make up` continues
	@./scripts/stack down

doctor: ## Check this machine, the App and the repository before the first alert; README says what to set
	@./scripts/stack doctor $(ARGS)

##@ Change it

test: ## Run every check and every test
	@./scripts/verify

fmt: ## Format the sources
	@./scripts/maven -q spotless:apply

asl: ## Write the state machine's JSON and its diagram from the YAML
	@./scripts/maven -ntp -q -pl statemachine -am -Dtest='DefinitionSourceTest,StateMachineDiagramTest' -Dsurefire.failIfNoSpecifiedTests=false -Dupdate.diagrams=true test

stepfunctions: ## Start the embedded Step Functions alone with its pages: PORT=8083, LAMBDA_PORT=n SQS_PORT=n
	@./scripts/stepfunctions --port=$(or $(PORT),8083) $(if $(LAMBDA_PORT),--lambda-endpoint=http://127.0.0.1:$(LAMBDA_PORT)) $(if $(SQS_PORT),--sqs-endpoint=http://127.0.0.1:$(SQS_PORT)) $(ARGS)

test-statemachine: ## Run the state-machine tests on any engine: SFN_ENDPOINT=url LAMBDA_PORT=n SQS_PORT=n
	@./scripts/maven -ntp -pl statemachine -am -Dtest=HttpScenariosTest -Dsurefire.failIfNoSpecifiedTests=false -Dsfn.endpoint=$(SFN_ENDPOINT) -Dlambda.port=$(LAMBDA_PORT) -Dsqs.port=$(SQS_PORT) test

soak: ## Run the pipeline through random faults in virtual time: SECONDS=600, or SEED=n to replay one run
	@./scripts/soak $(if $(SEED),replay "$$SEED",$(if $(SECONDS),"$(SECONDS)"))

fuzz: ## Search for inputs that break something: SECONDS=600 in total, TARGET=part of a test's name
	@./scripts/fuzz "$(or $(SECONDS),600)" "$$TARGET"

mutants: ## Search for changes to a module that no test notices: MODULE=functions/decide CLASSES='Turn*'
	@./scripts/mutants "$$MODULE" "$$CLASSES"

bench: ## Measure everything that has a goal and print a table; takes 5 minutes (ARGS=--json: as JSON)
	@./scripts/bench $(ARGS)

screenshots: ## Write the README's pictures of the console; needs Chromium
	@./scripts/screenshots

clean: ## Remove the build output; .stack, the local stack's data, stays
	@./scripts/maven -q clean
	@rm -rf target

##@ Deploy

build: ## Build every function's zip with its SBOM and print the sizes
	@./scripts/maven -ntp -DskipTests -Psbom package
	@du -h functions/*/target/*.zip

policy: ## Check every policy and compile it to JSON (FILE=infra/prod.policy.yaml: only that one)
	@./scripts/policy $(if $(FILE),"$$FILE")

aws-init-dev aws-init-prod: ## Connect to the state of an environment (once)
	@./scripts/aws init $(lastword $(subst -, ,$@))

aws-apply-dev aws-apply-prod: ## Deploy the output of `make build`; shows the plan and asks
	@./scripts/aws apply $(lastword $(subst -, ,$@))

aws-destroy-dev aws-destroy-prod: ## Remove an unprotected environment; asks for its name
	@./scripts/aws destroy $(lastword $(subst -, ,$@))

lock: ## Write the lock files of the Terraform providers
	@./scripts/providers lock

ls-apply: ## Deploy to the emulator at AWS_ENDPOINT_URL (TF_VAR_lambda_runtime: a runtime it supports)
	@./scripts/aws apply local

ls-destroy: ## Remove everything from the emulator
	@./scripts/aws destroy local

ls-publish: ## Publish one payload to the emulator's topic (FILE=...)
	@./scripts/aws publish local

ls-logs: ## Follow the functions' logs on the emulator
	@./scripts/aws logs local

##@ Operate

doctor-dev doctor-prod: ## Check an environment before its first alert
	@./scripts/aws doctor $(lastword $(subst -, ,$@))

aws-publish-dev aws-publish-prod: ## Publish one payload to the alert topic (FILE=test-data/grafana/....json SOURCE=...)
	@./scripts/aws publish $(lastword $(subst -, ,$@))

why-dev why-prod: ## Tell what became of an alert and why: ID=...
	@./scripts/aws why $(lastword $(subst -, ,$@))

dead-letters-dev dead-letters-prod: ## List the dead letters with their diagnoses
	@./scripts/aws dead-letters $(lastword $(subst -, ,$@))

redrive-dev redrive-prod: ## Put a dead letter back on the queue: ID=... or ID=all (SET="team=harbor priority=P1")
	@./scripts/aws redrive $(lastword $(subst -, ,$@))

replay-dev replay-prod: ## Put the dead letters back that MATCH="team=harbor title=Disk *" says: FROM=dlq (NOT=... SET=... DRY=1)
	@./scripts/aws replay $(lastword $(subst -, ,$@))

forget-dev forget-prod: ## Delete a dead letter: ID=...; its payload is kept in target/forgotten
	@./scripts/aws forget $(lastword $(subst -, ,$@))

logs-dev logs-prod: ## Follow the execution log (SINCE=10m)
	@./scripts/aws executions $(lastword $(subst -, ,$@))

aws-logs-dev aws-logs-prod: ## Follow the functions' logs (SINCE=10m)
	@./scripts/aws logs $(lastword $(subst -, ,$@))

rollback-dev rollback-prod: ## Move every function back to the commit before (TO=commit: to that commit)
	@./scripts/aws rollback $(lastword $(subst -, ,$@))
