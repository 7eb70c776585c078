;; Where strings and white space end in JSON text, 64 bytes at a time: what lets picker.ts leap over both.
;;
;; For each block of 64 bytes it makes masks of 64 bits (bit n is byte n), and writes a token, one i32 with the byte's
;; position, for
;;   - each quote that closes a string,
;;   - before it, each backslash in that string that begins an escape, and each control character (which no string of JSON
;;     may hold: whoever meets that token knows the row to be broken),
;;   - each byte after white space between strings.
;; After the last token stands the number of the byte after the text area, where a zero lies: no token.
;;
;; Backslashes and strings are found as in simdjson's stage 1: Langdale and Lemire, "Parsing gigabytes of JSON per
;; second", VLDB Journal 28 (2019), §3.1.1 and §3.1.2.
;;
;; Positions count from the start of the text area.
(module
  (memory (export "memory") 274)
  (global $TOKENS (export "TOKENS") i32 (i32.const 64))
  (global $TEXT (export "TEXT") i32 (i32.const 1048832))
  (global $NONE (export "NONE") i32 (i32.const 16777216))

  ;; One bit a byte of four vectors, of which each byte is all ones or all zeros.
  (func $bits (param $a v128) (param $b v128) (param $c v128) (param $d v128) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (local.get $a)))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $b))) (i64.const 16)))
      (i64.or
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $c))) (i64.const 32))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $d))) (i64.const 48)))))

  (func $not (param $mask i64) (result i64)
    (i64.xor (local.get $mask) (i64.const -1)))

  ;; Writes the tokens of the bytes from..to, of which the first is not inside a string, and says how many they are.
  (func (export "scan") (param $from i32) (param $to i32) (result i32)
    (local $base i32) (local $out i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $least v128)
    ;; The four vectors compared with something: all ones where a byte is what was asked for.
    (local $p v128) (local $q v128) (local $r v128) (local $s v128)
    (local $white v128) (local $quote v128) (local $slash v128) (local $low v128)
    (local $quotes i64) (local $slashes i64) (local $spaces i64) (local $strings i64) (local $escapes i64) (local $controls i64)
    (local $mask i64) (local $valid i64)
    ;; What one block tells the next: is its first byte escaped (bit 0), in a string (all bits), after white space (bit 0)?
    (local $escaped i64) (local $inside i64) (local $after i64)

    ;; White space is what equals its entry by its low four bits: space, tab, newline, return. 16 equals none.
    (local.set $white (v128.const i8x16 0x20 16 16 16 16 16 16 16 16 0x09 0x0a 16 16 0x0d 16 16))
    (local.set $quote (i8x16.splat (i32.const 34)))
    (local.set $slash (i8x16.splat (i32.const 92)))
    (local.set $low (i8x16.splat (i32.const 15)))
    (local.set $out (global.get $TOKENS))
    (block $end
      (loop $block
        (br_if $end (i32.ge_u (local.get $from) (local.get $to)))
        (local.set $base (i32.add (local.get $from) (global.get $TEXT)))
        (local.set $a (v128.load (local.get $base)))
        (local.set $b (v128.load offset=16 (local.get $base)))
        (local.set $c (v128.load offset=32 (local.get $base)))
        (local.set $d (v128.load offset=48 (local.get $base)))

        ;; Bytes past the end count as nothing.
        (local.set $valid (i64.const -1))
        (if (i32.lt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 64))
          (then
            (local.set $valid (i64.sub
              (i64.shl (i64.const 1) (i64.extend_i32_u (i32.sub (local.get $to) (local.get $from))))
              (i64.const 1)))))

        ;; In place, not by $bits: every block has quotes, and a call costs as much as all of this.
        (local.set $quotes (i64.and (local.get $valid)
          (i64.or
            (i64.or
              (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $a) (local.get $quote))))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $b) (local.get $quote)))) (i64.const 16)))
            (i64.or
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $c) (local.get $quote)))) (i64.const 32))
              (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $d) (local.get $quote)))) (i64.const 48))))))

        ;; White space and control characters; most blocks have neither.
        (local.set $spaces (i64.const 0))
        (local.set $controls (i64.const 0))
        (local.set $least (i8x16.min_u
          (i8x16.min_u (local.get $a) (local.get $b))
          (i8x16.min_u (local.get $c) (local.get $d))))
        (if (v128.any_true (i8x16.le_u (local.get $least) (i8x16.splat (i32.const 32))))
          (then
            (local.set $spaces (call $bits
              (i8x16.eq (local.get $a) (i8x16.swizzle (local.get $white) (v128.and (local.get $a) (local.get $low))))
              (i8x16.eq (local.get $b) (i8x16.swizzle (local.get $white) (v128.and (local.get $b) (local.get $low))))
              (i8x16.eq (local.get $c) (i8x16.swizzle (local.get $white) (v128.and (local.get $c) (local.get $low))))
              (i8x16.eq (local.get $d) (i8x16.swizzle (local.get $white) (v128.and (local.get $d) (local.get $low))))))
            (local.set $p (i8x16.splat (i32.const 31)))
            (if (v128.any_true (i8x16.le_u (local.get $least) (local.get $p)))
              (then
                (local.set $controls (call $bits
                  (i8x16.le_u (local.get $a) (local.get $p))
                  (i8x16.le_u (local.get $b) (local.get $p))
                  (i8x16.le_u (local.get $c) (local.get $p))
                  (i8x16.le_u (local.get $d) (local.get $p))))))))

        ;; An escape is every odd backslash of a run with the byte after it: the subtraction carries through each run.
        (local.set $slashes (i64.const 0))
        (local.set $p (i8x16.eq (local.get $a) (local.get $slash)))
        (local.set $q (i8x16.eq (local.get $b) (local.get $slash)))
        (local.set $r (i8x16.eq (local.get $c) (local.get $slash)))
        (local.set $s (i8x16.eq (local.get $d) (local.get $slash)))
        (if (v128.any_true (v128.or
              (v128.or (local.get $p) (local.get $q))
              (v128.or (local.get $r) (local.get $s))))
          (then (local.set $slashes (call $bits (local.get $p) (local.get $q) (local.get $r) (local.get $s)))))
        (local.set $escapes (i64.const 0))
        (if (i32.eqz (i64.eqz (i64.or (local.get $slashes) (local.get $escaped))))
          (then
            (local.set $mask (i64.and (local.get $slashes) (call $not (local.get $escaped))))
            (local.set $mask (i64.xor
              (i64.sub
                (i64.or (i64.shl (local.get $mask) (i64.const 1)) (i64.const 0xaaaaaaaaaaaaaaaa))
                (local.get $mask))
              (i64.const 0xaaaaaaaaaaaaaaaa)))
            (local.set $quotes (i64.and (local.get $quotes)
              (call $not (i64.xor (local.get $mask) (i64.or (local.get $slashes) (local.get $escaped))))))
            (local.set $escapes (i64.and (local.get $mask) (local.get $slashes)))
            (local.set $escaped (i64.shr_u (local.get $escapes) (i64.const 63)))))

        ;; Inside strings, from each opening quote to before its closing one: each bit the sum of all quotes up to it.
        (local.set $strings (local.get $quotes))
        (local.set $strings (i64.xor (local.get $strings) (i64.shl (local.get $strings) (i64.const 1))))
        (local.set $strings (i64.xor (local.get $strings) (i64.shl (local.get $strings) (i64.const 2))))
        (local.set $strings (i64.xor (local.get $strings) (i64.shl (local.get $strings) (i64.const 4))))
        (local.set $strings (i64.xor (local.get $strings) (i64.shl (local.get $strings) (i64.const 8))))
        (local.set $strings (i64.xor (local.get $strings) (i64.shl (local.get $strings) (i64.const 16))))
        (local.set $strings (i64.xor (local.get $strings) (i64.shl (local.get $strings) (i64.const 32))))
        (local.set $strings (i64.xor (local.get $strings) (local.get $inside)))
        (local.set $inside (i64.shr_s (local.get $strings) (i64.const 63)))

        (local.set $spaces (i64.and (local.get $spaces) (call $not (local.get $strings))))
        (local.set $mask (i64.and (local.get $valid) (i64.or
          (i64.or
            (i64.and (local.get $quotes) (call $not (local.get $strings)))
            (i64.and (i64.or (local.get $escapes) (local.get $controls)) (local.get $strings)))
          (i64.and
            (i64.or (i64.shl (local.get $spaces) (i64.const 1)) (local.get $after))
            (call $not (local.get $spaces))))))
        (local.set $after (i64.shr_u (local.get $spaces) (i64.const 63)))

        (block $written
          (loop $write
            (br_if $written (i64.eqz (local.get $mask)))
            (i32.store (local.get $out) (i32.add (local.get $from) (i32.wrap_i64 (i64.ctz (local.get $mask)))))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))
            (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
            (br $write)))

        (local.set $from (i32.add (local.get $from) (i32.const 64)))
        (br $block)))

    (i32.store (local.get $out) (global.get $NONE))
    (i32.shr_u (i32.sub (local.get $out) (global.get $TOKENS)) (i32.const 2)))

  ;; The number of newlines among the bytes from..to.
  (func (export "newlines") (param $from i32) (param $to i32) (result i32)
    (local $at i32) (local $end i32) (local $count i32) (local $newline v128)
    (local.set $newline (i8x16.splat (i32.const 10)))
    (local.set $at (i32.add (local.get $from) (global.get $TEXT)))
    (local.set $end (i32.add (local.get $to) (global.get $TEXT)))
    (block $done
      (loop $block
        (br_if $done (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 64)))
        (local.set $count (i32.add (local.get $count) (i32.wrap_i64 (i64.popcnt (call $bits
          (i8x16.eq (v128.load (local.get $at)) (local.get $newline))
          (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $newline))
          (i8x16.eq (v128.load offset=32 (local.get $at)) (local.get $newline))
          (i8x16.eq (v128.load offset=48 (local.get $at)) (local.get $newline)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $block)))
    (block $counted
      (loop $byte
        (br_if $counted (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $count (i32.add (local.get $count) (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $byte)))
    (local.get $count)))
