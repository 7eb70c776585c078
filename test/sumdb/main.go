// Checks a ledger's checkpoint and proofs with the Go checksum database's own packages, as Debian ships them. What they
// accept, every tool of that family accepts. Reads one case as JSON; exits 1 with the reason where anything is not right.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proof struct {
	Index  int64
	Size   int64
	Root   string
	Hashes []string
}

type input struct {
	Key         string
	Note        string
	Entries     [][]byte
	Inclusion   []proof
	Consistency []proof
	// Tiles by their path, as C2SP tlog-tiles and Go name them.
	Tiles map[string][]byte
}

func main() {
	var in input
	must(json.NewDecoder(os.Stdin).Decode(&in))
	verifier, err := note.NewVerifier(in.Key)
	must(err)
	opened, err := note.Open([]byte(in.Note), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	require(len(lines) == 4 && lines[0] == verifier.Name(), "the checkpoint has not the three lines")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root := hashOf(lines[2])

	// The tree as Go builds it from the same entries.
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for i, entry := range in.Entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, reader)
		must(err)
		stored = append(stored, hashes...)
	}
	own, err := tlog.TreeHash(size, reader)
	must(err)
	require(own == root, "the root is not the one that Go computes")

	for _, p := range in.Inclusion {
		must(tlog.CheckRecord(hashesOf(p.Hashes), size, root, p.Index, tlog.RecordHash(in.Entries[p.Index])))
	}
	for _, p := range in.Consistency {
		must(tlog.CheckTree(hashesOf(p.Hashes), size, root, p.Size, hashOf(p.Root)))
	}
	for path, data := range in.Tiles {
		tile, err := tlog.ParseTilePath(path)
		must(err)
		want, err := tlog.ReadTileData(tile, reader)
		must(err)
		require(string(want) == string(data), "tile "+path+" is not the one that Go computes")
	}
	fmt.Printf("accepted: %d entries, %d inclusion proofs, %d consistency proofs, %d tiles\n",
		size, len(in.Inclusion), len(in.Consistency), len(in.Tiles))
}

func hashOf(text string) (hash tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(text)
	must(err)
	require(len(bytes) == len(hash), "a hash has not 32 bytes")
	copy(hash[:], bytes)
	return hash
}

func hashesOf(texts []string) []tlog.Hash {
	hashes := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		hashes[i] = hashOf(text)
	}
	return hashes
}

func require(holds bool, otherwise string) {
	if !holds {
		fmt.Println("refused:", otherwise)
		os.Exit(1)
	}
}

func must(err error) {
	if err != nil {
		require(false, err.Error())
	}
}
