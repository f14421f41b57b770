# expect: 5:39 `rego.metadata.rule` reads METADATA
# expect: 7:37 `rego.metadata.chain` reads METADATA
package t

deny contains message if { message := rego.metadata.rule().title }

deny contains message if { chain := rego.metadata.chain(); message := chain[0].path[0] }
