// Writes what independent programs say about small trees and one signed note: Go's transparency-dev/merkle for hashes and
// proofs (RFC 9162), golang.org/x/mod/sumdb/note for keys and signatures (C2SP signed-note).
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/merkle/testonly"
	"golang.org/x/mod/sumdb/note"
)

const sizes = 20

type proofs struct {
	Inclusion   [][][]byte `json:"inclusion"`
	Consistency [][][]byte `json:"consistency"`
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	tree := testonly.New(rfc6962.DefaultHasher)
	roots := [][]byte{tree.Hash()}
	all := []proofs{}
	for size := uint64(1); size <= sizes; size++ {
		tree.AppendData([]byte(fmt.Sprintf(`{"leaf":%d}`, size-1)))
		roots = append(roots, tree.Hash())
		here := proofs{Inclusion: [][][]byte{}, Consistency: [][][]byte{}}
		for leaf := uint64(0); leaf < size; leaf++ {
			path, err := tree.InclusionProof(leaf, size)
			check(err)
			check(proof.VerifyInclusion(rfc6962.DefaultHasher, leaf, size, tree.LeafHash(leaf), path, tree.Hash()))
			here.Inclusion = append(here.Inclusion, path)
			older, err := tree.ConsistencyProof(leaf+1, size)
			check(err)
			here.Consistency = append(here.Consistency, older)
		}
		all = append(all, here)
	}

	seed := []byte(strings.Repeat("s", ed25519.SeedSize))
	private := ed25519.NewKeyFromSeed(seed)
	verifierKey, err := note.NewEd25519VerifierKey("district.example/history", private.Public().(ed25519.PublicKey))
	check(err)
	id := strings.Split(verifierKey, "+")[1]
	signingKey := fmt.Sprintf("PRIVATE+KEY+district.example/history+%s+%s", id,
		base64.StdEncoding.EncodeToString(append([]byte{1}, seed...)))
	signer, err := note.NewSigner(signingKey)
	check(err)
	text := fmt.Sprintf("district.example/history\n%d\n%s\n", sizes, base64.StdEncoding.EncodeToString(tree.Hash()))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	check(err)

	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	check(encoder.Encode(map[string]any{
		"roots": roots, "proofs": all, "signingKey": signingKey, "verifierKey": verifierKey, "checkpoint": string(signed),
	}))
}
