/** Names of people from several cultures; the login is folded to ASCII, the display name is not. */
import type { Random } from './random.ts'

const CULTURES: readonly { readonly given: readonly string[]; readonly family: readonly string[] }[] = [
  {
    given: ['Anna', 'Jürgen', 'Lena', 'Matthias', 'Sabine', 'Uwe', 'Katrin', 'Tobias', 'Greta', 'Jonas'],
    family: ['Müller', 'Schäfer', 'Weiß', 'Becker', 'Krüger', 'Lindner', 'Vogel', 'Hartmann', 'Böhm', 'Seidel'],
  },
  {
    given: ['Emma', 'Oliver', 'Grace', 'Harry', 'Isla', 'Jack', 'Ruby', 'Thomas', 'Alice', 'George'],
    family: ['Smith', 'Taylor', "O'Brien", 'Walker', 'Evans', 'Hughes', 'Green', 'Clarke', 'Baker', 'Ward'],
  },
  {
    given: ['Chloé', 'Théo', 'Élodie', 'Bastien', 'Camille', 'Hugo', 'Inès', 'Lucas', 'Manon', 'Rémi'],
    family: [
      'Lefèvre',
      'Moreau',
      'Garnier',
      'Fournier',
      'Rousseau',
      'Perrin',
      'Gauthier',
      'Chevalier',
      'Noël',
      'Colin',
    ],
  },
  {
    given: ['María', 'José', 'Lucía', 'Andrés', 'Sofía', 'Diego', 'Carmen', 'Íñigo', 'Elena', 'Pablo'],
    family: ['García', 'Fernández', 'Muñoz', 'Iglesias', 'Ortega', 'Vidal', 'Núñez', 'Castro', 'Rivas', 'Peña'],
  },
  {
    given: ['Aarav', 'Priya', 'Rohan', 'Ananya', 'Vikram', 'Meera', 'Arjun', 'Kavya', 'Sanjay', 'Divya'],
    family: ['Sharma', 'Iyer', 'Patel', 'Reddy', 'Banerjee', 'Kulkarni', 'Nair', 'Gupta', 'Das', 'Menon'],
  },
  {
    given: ['Haruto', 'Yui', 'Sota', 'Aoi', 'Ren', 'Hina', 'Yuto', 'Sakura', 'Kaito', 'Mei'],
    family: ['Sato', 'Suzuki', 'Takahashi', 'Tanaka', 'Watanabe', 'Ito', 'Yamamoto', 'Nakamura', 'Kobayashi', 'Mori'],
  },
  {
    given: ['Agnieszka', 'Paweł', 'Łukasz', 'Zofia', 'Michał', 'Ewa', 'Tomasz', 'Magda', 'Wojciech', 'Kinga'],
    family: ['Kowalski', 'Wiśniewska', 'Zając', 'Wójcik', 'Nowak', 'Król', 'Dąbrowski', 'Mazur', 'Pawlak', 'Górska'],
  },
  {
    given: ['Amara', 'Chidi', 'Wanjiru', 'Kofi', 'Zainab', 'Omar', 'Fatima', 'Youssef', 'Leila', 'Tendai'],
    family: ['Okafor', 'Mwangi', 'Mensah', 'Haddad', 'Nasser', 'Adeyemi', 'Khalil', 'Otieno', 'Bello', 'Moyo'],
  },
  {
    given: ['Min-jun', 'Seo-yeon', 'Wei', 'Li Na', 'Thanh', 'Linh', 'Jun', 'Xiu', 'Hyun', 'Ha-eun'],
    family: ['Kim', 'Park', 'Chen', 'Wang', 'Nguyen', 'Tran', 'Lee', 'Zhang', 'Choi', 'Le'],
  },
  {
    given: ['João', 'Beatriz', 'Mateus', 'Larissa', 'Rafael', 'Ana Clara', 'Thiago', 'Júlia', 'Caio', 'Lívia'],
    family: [
      'Silva',
      'Souza',
      'Araújo',
      'Conceição',
      'Ribeiro',
      'Barbosa',
      'Gonçalves',
      'Teixeira',
      'Ramos',
      'Freitas',
    ],
  },
]

export interface Name {
  readonly given: string
  readonly family: string
}

export function personName(rng: Random): Name {
  const given = rng.pick(rng.pick(CULTURES).given)
  // Families come from one culture more often than not, and marriages mix them.
  return { given, family: rng.pick(rng.pick(CULTURES).family) }
}

const FOLDS: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', Ł: 'l', ø: 'o', æ: 'ae' }

/** Lower-case ASCII letters of a name: `Wiśniewska` → `wisniewska`. */
export function folded(text: string): string {
  return text
    .replace(/[ßłŁøæ]/g, (letter) => FOLDS[letter]!)
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}
