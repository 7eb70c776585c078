/**
 * Words that are easy to say, to hear and to spell, and hard to take for one another: no two begin with the same four letters, and
 * at least three letters have to be changed to make one of another. Our own choice; words.test.ts holds it to this.
 */
export const WORDS: readonly string[] = `
  acorn admiral almond amber anchor angel apple apron artist aspen atlas autumn avenue badger bagpipe bakery balcony
  ballet bamboo banana banjo barrel beaver bedroom beetle berry bicycle biscuit blanket blossom bonfire bouquet bracelet
  breeze bridge bucket buffalo bungalow butter cabbage cabin cactus camel candle canyon caravan carpet cathedral cedar
  chimney chocolate cinnamon circus clover coconut compass copper coral cottage cricket crystal curtain cushion daisy
  dancer desert diamond doctor dolphin donkey dragon drummer eagle earring elbow elephant emerald engine evening fabric
  feather fiddle finger firefly flamingo forest fossil fountain galaxy garden garlic giraffe glacier gorilla granite
  guitar harvest hazelnut hedgehog helmet horizon hotel igloo indigo island jaguar jasmine jelly jewel jigsaw journey
  jungle juniper kangaroo kayak kitchen ladybird lagoon lantern lavender lemon leopard library lilac lizard lobster
  lullaby lunch magnet marble meadow melody mermaid midnight mineral mirror mitten morning mosaic muffin museum mushroom
  napkin nephew nickel noodle nutmeg oasis ocean octopus olive onion opera orange orchid ostrich oxygen painter palace
  pancake parrot peanut pebble pelican pencil penguin phoenix piano pigeon pillow pirate poppy potato prairie pumpkin
  puppet puzzle pyramid quartz quilt rabbit radio rainbow raven ribbon saffron sailor sandal sapphire saxophone scarf
  school seagull shepherd silver slipper snowman spider spinach sponge squirrel stadium starfish stork sunset swallow
  sweater tadpole temple thunder toast tractor trumpet tulip tunnel turtle umbrella unicorn vacuum vanilla village
  vinegar violet volcano waffle walnut whisper window wonder zebra zigzag`
  .trim()
  .split(/\s+/)
