export type HomeLanguage = 'en' | 'es' | 'so';
/** Decides which given names and which team; it is written into no file. */
export type Gender = 'girl' | 'boy';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const givenNames: Readonly<Record<HomeLanguage, Readonly<Record<Gender, readonly string[]>>>> = {
  en: {
    girl: words(`Ava Charlotte Harper Evelyn Abigail Ella Madison Scarlett Chloe Lily Hannah Nora Zoe Stella Hazel
      Violet Aurora Savannah Brooklyn Claire Lucy Naomi Caroline Ruby Alice Keisha Imani Hailey Piper Audrey`),
    boy: words(`Liam Noah James Benjamin Henry Owen Wyatt Jack Levi Mason Ethan Caleb Isaac Ryan Nathan Hunter
      Connor Eli Aaron Landon Adrian Tyler Jordan Malik Darius Gavin Cole Miles Parker Wesley`),
  },
  es: {
    girl: words('Camila Valentina Lucía Isabella Ximena Daniela Renata Mariana Natalia Gabriela Paola Fernanda Inés'),
    boy: words('Diego Santiago José Javier Alejandro Andrés Luis Miguel Emiliano Rafael Óscar Julián Iván'),
  },
  so: {
    girl: words('Hodan Ayaan Ifrah Sagal Hamdi Nasra Idil Zahra Fartun Khadija Sahra Muna'),
    boy: words('Abdi Mohamed Yusuf Liban Guled Bashir Omar Ismail Zakariya Mahad Farah Sharmarke'),
  },
};

export const familyNames: Readonly<Record<HomeLanguage, readonly string[]>> = {
  en: words(`Adams Allen Bailey Baker Barnes Bell Bennett Bryant Burke Campbell Clark Coleman Collins Cook Cooper Cox
    Davis Edwards Evans Fisher Foster Gibson Graham Grant Gray Green Hall Hamilton Harris Hayes Henderson Hughes
    Hunt Jenkins Johnson Jordan Kelly Kennedy King Lawson Lewis Long Marshall Mason Miller Moore Morgan Murphy
    Myers Nelson O'Brien O'Neill Owens Palmer Patterson Perry Peterson Phillips Porter Powell Price Reed Reynolds
    Richardson Roberts Ross Russell Sanders Scott Shaw Simmons Smith Snyder Spencer Stevens Stewart Sullivan Taylor
    Thompson Tucker Turner Wallace Ward Warren Watson Webb Wells West White Williams Wilson Wood Wright Young`),
  es: words(`Álvarez Castillo Castro Cruz Delgado Díaz Domínguez Espinoza Fernández Flores Fuentes Gómez González
    Gutiérrez Hernández Herrera Jiménez López Martínez Medina Mendoza Morales Muñoz Núñez Ortega Ortiz Peña Pérez
    Ramírez Reyes Rojas Romero Salazar Sánchez Soto Torres Vargas Vásquez`),
  so: words(
    'Aden Ahmed Ali Barre Dahir Elmi Farah Guled Hersi Hirsi Ibrahim Jama Mohamud Nur Osman Salad Samatar Warsame',
  ),
};

/** A name as it stands in a username: ASCII, lower case, without marks. */
export const inUsername = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');

/** Gives each username once; a second taker gets a number. */
export class UsernameRegister {
  private readonly taken = new Set<string>();

  take(wanted: string): string {
    let username = wanted;
    for (let number = 2; this.taken.has(username); number += 1) username = `${wanted}${number}`;
    this.taken.add(username);
    return username;
  }
}
