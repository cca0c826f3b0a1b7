# A menu: what each line does is in scripts/ and in the Maven build.
.DEFAULT_GOAL := help
.PHONY: help build test run up down send clean fmt test-statemachine

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | column -t -s "$$(printf '\t')"

build: ## Build every function's zip and print the sizes
	@./scripts/maven -ntp -DskipTests package
	@du -h functions/*/target/*.zip

test: ## Run every check and every test
	@./scripts/maven -ntp verify

run: ## Start the whole system here, play a story of alerts and show the issues (ARGS=--exit: then stop)
	@./scripts/stack run $(ARGS)

up: ## Start the whole system in the background; target/stack.json says where
	@./scripts/stack up $(ARGS)

down: ## Stop what `make up` started
	@./scripts/stack down

send: ## Send one payload as its provider would: make send FILE=test-data/grafana/....json
	@./scripts/stack send $(FILE)

test-statemachine: ## Run the state-machine tests on any engine: SFN_ENDPOINT=url LAMBDA_PORT=n SQS_PORT=n
	@./scripts/maven -ntp -pl statemachine -am -Dtest=HttpScenariosTest -Dsurefire.failIfNoSpecifiedTests=false -Dsfn.endpoint=$(SFN_ENDPOINT) -Dlambda.port=$(LAMBDA_PORT) -Dsqs.port=$(SQS_PORT) test

fmt: ## Format the sources
	@./scripts/maven -q spotless:apply

clean: ## Remove what was built
	@./scripts/maven -q clean
	@rm -rf target
